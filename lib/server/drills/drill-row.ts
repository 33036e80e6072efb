import type { DrillRow } from "#lib/contract/drills.ts";
import type { DrillRecord } from "#lib/store/drill-records.ts";

/** The drill as the console shows it: nothing of its tokens, nor of where its files are. */
export function drillRow(record: DrillRecord, revision: number): DrillRow {
  const { id, state, options, startedBy, startedAt, acts, next, coach, parts, incidentId, score, sentence } =
    record;
  return {
    id,
    state,
    options,
    startedBy,
    startedAt,
    acts,
    next,
    coach,
    parts,
    incidentId,
    score,
    sentence,
    revision,
  };
}
