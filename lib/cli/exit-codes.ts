import type { ErrorCode } from "#lib/contract/common.ts";

/** What a script can tell from the exit code. From 64 on they are those of sysexits(3). */
export const exitCodes = {
  ok: 0,
  error: 1,
  usage: 2,
  notFound: 3,
  lockHeld: 4,
  leaseLost: 5,
  refused: 6,
  notDone: 7,
  unreachable: 69,
  tryLater: 75,
  forbidden: 77,
  cannotRun: 126,
  commandNotFound: 127,
} as const;

/** For the end of the help, and the same list as in README.md. */
export const exitCodesHelp = `Exit codes:
  0    done
  1    an error; one line on stderr says which
  2    a wrong flag, argument or value
  3    not found
  4    the lock is held by somebody else, or the wait timed out
  5    the lease was lost, or the epoch is not the newest
  6    a guarded action was not begun: its facts changed, or something forbids it
  7    a guarded action ended otherwise than it was meant to (failed, aborted, expired)
  69   the server cannot be reached
  75   not now (server read-only, recovering, too many requests): try later
  77   not signed in, or not allowed
  126, 127  run: the command cannot be started, or is not found
  else      run: the command's own exit code, or 128 + the signal that ended it`;

const byProblem: Partial<Record<ErrorCode, number>> = {
  "bad-request": exitCodes.usage,
  invalid: exitCodes.usage,
  "too-large": exitCodes.usage,
  unauthenticated: exitCodes.forbidden,
  forbidden: exitCodes.forbidden,
  "not-found": exitCodes.notFound,
  gone: exitCodes.notFound,
  "lock-held": exitCodes.lockHeld,
  "wait-timed-out": exitCodes.lockHeld,
  "lease-lost": exitCodes.leaseLost,
  "stale-epoch": exitCodes.leaseLost,
  "session-gone": exitCodes.leaseLost,
  "changed-facts": exitCodes.refused,
  "gate-shut": exitCodes.refused,
  "not-now": exitCodes.refused,
  conflict: exitCodes.refused,
  "self-acknowledgement": exitCodes.forbidden,
  "too-many-waiters": exitCodes.tryLater,
  "too-many-requests": exitCodes.tryLater,
  recovering: exitCodes.tryLater,
  "read-only": exitCodes.tryLater,
};

/** The exit code for what the server answered. */
export function exitCodeOf(code: ErrorCode): number {
  return byProblem[code] ?? exitCodes.error;
}
