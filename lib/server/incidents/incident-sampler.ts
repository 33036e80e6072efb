import type { IncidentSample } from "#lib/domain/incidents/incident.ts";
import { byMinute, sameSample, sampleEveryMs } from "#lib/domain/incidents/samples.ts";
import type { IncidentRecord } from "#lib/store/incident-records.ts";
import type { Tx } from "#lib/store/store.ts";

type Shown = Omit<IncidentSample, "at">;
interface When {
  nowMs: number;
  nowAt: number;
}

/** Writes down how the fleet stood during one incident: only what changed, and the older it is, the less often. */
export class IncidentSampler {
  #before: readonly { at: number; nodes: Record<string, number> }[];
  #last: Shown | null = null;
  #lastMs = Number.NEGATIVE_INFINITY;

  /** `before`: how it stood in the minutes before, written with the first sample. */
  constructor(before: readonly { at: number; nodes: Record<string, number> }[]) {
    this.#before = before;
  }

  isDue({ openedAt }: IncidentRecord, shown: Shown, { nowMs, nowAt }: When): boolean {
    if (nowMs - this.#lastMs < sampleEveryMs(nowAt - openedAt)) return false;
    return this.#last === null || !sameSample(this.#last, shown);
  }

  /** Adds a sample, if one is due, in the caller's write. */
  async write(tx: Tx, record: IncidentRecord, shown: Shown, when: When): Promise<void> {
    if (!this.isDue(record, shown, when)) return;
    const before = this.#before.map(({ at, nodes }) => ({ at, nodes, refusals: 0, refusedNodes: 0 }));
    const samples = [...before.filter(({ at }) => at < when.nowAt), { at: when.nowAt, ...shown }];
    for (const [minuteAt, added] of byMinute(samples)) {
      const id = `${record.id}@${minuteAt}`;
      const known = await tx.get("incident-minute", id);
      const there = known === null || known.goneAt !== null ? [] : known.value.samples;
      const value = { incidentId: record.id, minuteAt, samples: [...there, ...added] };
      await tx.put("incident-minute", id, value);
    }
    this.#before = [];
    this.#last = shown;
    this.#lastMs = when.nowMs;
  }
}
