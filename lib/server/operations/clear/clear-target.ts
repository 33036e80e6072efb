import type { RosterEntryRow } from "#lib/contract/operations.ts";
import type { Evidence } from "#lib/domain/evidence.ts";
import type { Fact } from "#lib/domain/operations/operation.ts";
import type { Verdict } from "#lib/domain/states.ts";

/** What a clear is about, as it is now: the same for both kinds of lock. */
export interface ClearTarget {
  lockId: string;
  resource: string;
  /** The lease service refuses everybody for the clear that asks. */
  closed: boolean;
  /** Null when nobody holds it. */
  verdict: Verdict | null;
  evidence: Evidence[];
  /** What must be as it was reviewed. */
  facts: Fact[];
  /** Age of the newest look at the owner's host, ms; null when there was none in this run. */
  evidenceAgeMs: number | null;
  evidenceSource: string;
  /** In a sentence: who holds it. */
  holderText: string;
  node: string | null;
  roster: RosterEntryRow[];
}
