import { hostname } from "node:os";
import type { Limitation } from "#lib/contract/rows.ts";
import { judgeKernelLock } from "#lib/domain/verdict-kernel.ts";
import { monotonicMs } from "#lib/sources/kernel/monotonic.ts";
import { KernelScanner } from "#lib/sources/kernel/scanner.ts";
import { readUsers } from "#lib/sources/kernel/users.ts";
import { type LocalLock, localTable } from "./ls-local-table.ts";

export interface LsLocalOptions {
  /** Only locks whose resource, path, or a holder's or taker's command contains this. */
  name?: string;
  json: boolean;
  stdout: (text: string) => void;
  /** What could not be seen is said here, so that it does not end up in a pipe. */
  stderr: (text: string) => void;
}

/**
 * `locksmith ls --local`: the kernel's own lock table of this host without any server, like lslocks(8) but with the
 * true holders. Returns the exit code: 0, or 1 when there is no lock table to read.
 */
export function lsLocal(options: LsLocalOptions): number {
  const node = hostname();
  const scanner = new KernelScanner({ node, clock: { monoMs: monotonicMs }, users: readUsers() });
  const seen = scanner.scan();
  const from = { node, observedAt: Date.now() };
  const all = scanner.locks().map((facts): LocalLock => ({ ...facts, ...judgeKernelLock(facts, from) }));
  const { name } = options;
  const locks = name === undefined ? all : all.filter((lock) => isAbout(lock, name));
  const limitations = [...seen.limitations, ...oneLook(locks)];
  if (options.json) {
    const { bootId, kernel, scope } = scanner.view;
    options.stdout(`${JSON.stringify({ node, bootId, kernel, scope, locks, limitations }, null, 2)}\n`);
  } else {
    options.stdout(locks.length === 0 ? `${nothing(name)}\n` : localTable(locks));
    for (const limitation of limitations) options.stderr(`locksmith: ${limitation.text}\n`);
  }
  return scanner.view.hasLockTable ? 0 : 1;
}

/** An agent that watches this host may have seen what one look cannot; without this, the two seem to disagree. */
function oneLook(locks: readonly LocalLock[]): Limitation[] {
  const isOpen = ({ verdict, takers }: LocalLock) =>
    verdict === "suspect" && takers.some(({ seenStartTime }) => seenStartTime === null);
  if (!locks.some(isOpen)) return [];
  return [
    {
      code: "one-look",
      text: "One look: who took a lock before this look cannot be known, so an orphan may be shown as suspect. A running agent remembers: `locksmith ls` says what it saw.",
    },
  ];
}

function isAbout(lock: LocalLock, name: string): boolean {
  const people = [...lock.holders, ...lock.takers].map((p) => p.process?.command ?? "");
  return [lock.resource, lock.path ?? "", ...people].some((text) => text.includes(name));
}

function nothing(name: string | undefined): string {
  return name === undefined
    ? "No kernel lock is held on this host."
    : `No kernel lock here is about ${JSON.stringify(name)}.`;
}
