import { exitCodeOf, exitCodes } from "#lib/cli/exit-codes.ts";
import { Failure } from "#lib/cli/failure.ts";
import { type Api, ProblemError } from "#lib/client/http.ts";
import type { Grant } from "#lib/contract/leases.ts";
import type { OpenSession } from "#lib/contract/sessions.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { SessionRole } from "#lib/domain/session-role.ts";
import { bootClockMs } from "#lib/sources/kernel/boot-clock.ts";
import { type CommandGroup, endCommand, runningPids, signalCommand } from "./command-group.ts";
import { signalExitCode, startCommand } from "./command-process.ts";
import { giveBack } from "./give-back.ts";
import { Guard } from "./guard-link.ts";
import { LeaseClient } from "./lease-client.ts";
import { LeaseKeeper } from "./lease-keeper.ts";
import { describeSession, identifyCommand } from "./own-session.ts";
import { SignalDesk } from "./signals.ts";
import type { RunStatus } from "./status.ts";
import { waitForLease } from "./wait-for-lease.ts";

export interface RunOptions {
  api: Api;
  lock: string;
  command: readonly string[];
  ttlMs: number;
  waitMs: number;
  onLost: "release" | "keep";
  lockDelayMs: number | undefined;
  node: string | undefined;
  service: string | undefined;
  role: SessionRole;
  /** For the command, so that it can ask the server itself. */
  env: Record<string, string>;
  report: (status: RunStatus) => void;
}

/** After the server said that the lease is lost, somebody else may begin soon. */
const lostGraceMs = 2_000;

interface Running {
  options: RunOptions;
  client: LeaseClient;
  session: OpenSession;
  sessionId: string;
  keeper: LeaseKeeper;
  guard: Guard;
  signals: SignalDesk;
  lost: Promise<string>;
}

/**
 * Takes the lease, runs the command under it, and gives it back. Returns the exit code: the command's own; `leaseLost`
 * when the lease did not last as long as the command. The command is stopped before the TTL ends.
 */
export async function runUnderLease(options: RunOptions): Promise<number> {
  const signals = new SignalDesk();
  const client = new LeaseClient(options.api, options.lock);
  const session = describeSession({ ...options, resources: [options.lock] });
  const { sessionId } = await client.open(session);
  const lost = Promise.withResolvers<string>();
  let guard: Guard | null = null;
  const keeper = new LeaseKeeper({
    client,
    sessionId,
    ttlMs: options.ttlMs,
    nowMs: bootClockMs,
    onRenewed: (times) => guard?.tell(times),
    onLost: lost.resolve,
  });
  keeper.start();
  try {
    guard = await Guard.start(sessionId);
    const running = { options, client, session, sessionId, keeper, guard, signals, lost: lost.promise };
    return await underGrant(running, await takeLease(running));
  } catch (error) {
    if (signals.first !== null) return signalExitCode(signals.first);
    throw error;
  } finally {
    keeper.stop();
    guard?.dismiss();
    await client.close(sessionId, AbortSignal.timeout(2_000)).catch(() => undefined);
  }
}

async function takeLease({ options, client, sessionId, keeper, signals, lost }: Running): Promise<Grant> {
  const { lock, ttlMs, waitMs, onLost, lockDelayMs, report } = options;
  const delay = lockDelayMs === undefined ? {} : { lockDelayMs };
  // The contract has a default for the lock-delay; what is not given is not sent.
  const ask = { sessionId, ttlMs, waitMs, onLost, ...delay } as Parameters<typeof client.acquire>[0];
  const startedMs = bootClockMs();
  const gone = lost.then((reason) => {
    throw new Failure(exitCodes.leaseLost, `${lock}: ${reason}`);
  });
  const waiting = waitForLease({ client, ask, nowMs: bootClockMs, report, signal: signals.asked });
  const { grant, sentAtMs } = await Promise.race([waiting, gone]).catch((error) => {
    throw refusalOf(error, lock);
  });
  await keeper.hold(grant.epoch, sentAtMs);
  report({ event: "granted", epoch: grant.epoch, waitedMs: bootClockMs() - startedMs });
  return grant;
}

/** The server's "no" with the lock's name, and what could be done about it. */
function refusalOf(error: unknown, lock: string): unknown {
  if (!(error instanceof ProblemError)) return error;
  const exitCode = exitCodeOf(error.code);
  if (exitCode !== exitCodes.lockHeld) return error;
  const hint = error.code === "lock-held" ? " --wait queues for it." : "";
  return new Failure(exitCode, `${safeText(lock, 120)}: ${error.message}${hint}`);
}

/** How the command ended, and whether anything of it may still act on what the lock protects. */
interface Ended {
  exitCode: number;
  lost: boolean;
  left: number[];
}

async function underGrant(running: Running, grant: Grant): Promise<number> {
  const { options, client, sessionId, keeper } = running;
  const token = { sessionId, epoch: grant.epoch };
  let ended: Ended;
  try {
    ended = await runCommand(running, grant);
  } catch (error) {
    await giveBack(client, token);
    throw error;
  }
  keeper.stop();
  if (ended.lost) {
    if (ended.left.length === 0) await giveBack(client, token);
    return exitCodes.leaseLost;
  }
  const result = await giveBack(client, token);
  if (result === "released") options.report({ event: "released", epoch: grant.epoch });
  if (result === "unreachable") {
    warn(running, "the lock could not be given back; it ends by itself after its TTL");
  }
  if (result !== "lost") return ended.exitCode;
  warn(running, "the lease was taken away before the command ended");
  return exitCodes.leaseLost;
}

async function runCommand(running: Running, grant: Grant): Promise<Ended> {
  const { options, sessionId, keeper, signals } = running;
  if (signals.first !== null) throw new Error("asked to stop");
  const command = await startCommand(options.command, {
    ...options.env,
    LOCKSMITH_LOCK: options.lock,
    LOCKSMITH_EPOCH: String(grant.epoch),
    LOCKSMITH_SESSION: sessionId,
  });
  const group: CommandGroup = { leader: null, sessionId };
  signals.handleWith((signal) => void signalCommand(group, signal));
  introduce(running, group, command.pid);
  const first = await Promise.race([command.ended, running.lost.then((reason) => ({ reason }))]);
  if (typeof first !== "number") return stopLost(running, group, first.reason);
  if (!keeper.holds()) return stopLost(running, group, "the lease ran out before the command ended");
  const left = runningPids(group);
  if (left.length > 0) {
    warn(
      running,
      `the command left ${left.length} of its processes running (PID ${left.join(", ")}), without the lock`,
    );
  }
  return { exitCode: first, lost: false, left };
}

/** Tells the guard whom to watch and the server who works under the lease. */
function introduce({ client, session, sessionId, guard }: Running, group: CommandGroup, pid: number): void {
  const [self] = session.processes;
  const identity = self === undefined ? null : identifyCommand(self, pid);
  if (self === undefined || identity === null) return;
  group.leader = { pid, startTime: identity.startTime };
  guard.tell({ leader: group.leader });
  client.setProcesses(sessionId, [self, identity]).catch(() => undefined);
}

/** The lease is lost: nothing of the command goes on, and its exit code says nothing any more. */
async function stopLost(running: Running, group: CommandGroup, reason: string): Promise<Ended> {
  const { options, keeper } = running;
  options.report({ event: "lost", reason });
  const graceEndMs = bootClockMs() + lostGraceMs;
  const left = await endCommand(group, () => bootClockMs() >= Math.min(graceEndMs, keeper.killAtMs));
  if (left.length > 0) warn(running, `could not stop PID ${left.join(", ")}: not permitted`);
  return { exitCode: exitCodes.leaseLost, lost: true, left };
}

function warn({ options }: Running, text: string): void {
  options.report({ event: "warning", text });
}
