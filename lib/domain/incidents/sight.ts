import type { Severity } from "#lib/domain/states.ts";
import type { Signal, SignalRule } from "./incident.ts";

/** What a rule sees at one look; it becomes a signal when it has lasted. */
export interface Sight {
  /** `rule/what`; the same key again is the same thing. */
  key: string;
  rule: SignalRule;
  severity: Severity;
  resource: string | null;
  lockId: string | null;
  ownerId: string | null;
  node: string | null;
  text: string;
  /** Since when it is so, wall time, where that is recorded; else the first look counts. */
  since: number | null;
  /** How long it has to last. */
  patienceMs: number;
}

/** Something that is wrong now, of which the signals of incidents are made. */
export type LiveSignal = Signal & { clearedAt: null };
