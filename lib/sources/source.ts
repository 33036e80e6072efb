import type { Limitation, LockRow } from "#lib/contract/rows.ts";
import type { SourceName } from "#lib/domain/states.ts";

/**
 * What a source can tell beyond who holds what. A reader asks for these by name and never for the source's name:
 * - `epochs`: each grant has a fencing token, higher than all before;
 * - `waiters`: those who wait are seen, so a count of 0 means that nobody does;
 * - `keeps-free`: a lock that nobody holds stays known; without it, it disappears;
 * - `processes`: holders are processes, with their PID.
 */
export type SourceCapability = "epochs" | "waiters" | "keeps-free" | "processes";

/** One lock as any source can describe it, in the words of the tables. */
export type SourceLock = Pick<
  LockRow,
  | "source"
  | "key"
  | "resource"
  | "type"
  | "mode"
  | "verdict"
  | "node"
  | "holder"
  | "coHolders"
  | "waiters"
  | "epoch"
>;

/** One look at a source. `limitations` says what could not be seen; without any, what is not listed is not there. */
export interface SourceLook {
  locks: SourceLock[];
  limitations: Limitation[];
}

/** A lock system that Locksmith reads. */
export interface LockSource {
  readonly name: SourceName;
  readonly capabilities: ReadonlySet<SourceCapability>;
  /**
   * Everything that can be seen now. Changes nothing in the source. Rejects when it cannot be read at all: an empty
   * list always means that there is no lock.
   */
  look(): Promise<SourceLook>;
}
