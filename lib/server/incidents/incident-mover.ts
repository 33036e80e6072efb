import { calmNeededMs, isCalm, withSignals } from "#lib/domain/incidents/course.ts";
import { calmMsFrom } from "#lib/domain/incidents/held-still.ts";
import type { Placed } from "#lib/domain/incidents/placing.ts";
import { isDrillIncident } from "#lib/domain/incidents/realm.ts";
import type { LiveSignal } from "#lib/domain/incidents/sight.ts";
import type { SignalBook } from "#lib/domain/incidents/signal-book.ts";
import { sentenceOf } from "#lib/domain/incidents/words.ts";
import { limits } from "#lib/domain/limits.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { IncidentRecord } from "#lib/store/incident-records.ts";
import type { NewEvent, Tx } from "#lib/store/store.ts";
import type { Realm } from "./fleet-count.ts";
import type { FleetRing } from "./fleet-ring.ts";
import { heldUnits, standingOf } from "./held-units.ts";
import type { IncidentFacts } from "./incident-facts.ts";
import { IncidentSampler } from "./incident-sampler.ts";
import { incidentEvent } from "./incident-words.ts";
import { writeMerged } from "./merge-incidents.ts";
import { newIncident } from "./new-incident.ts";
import { type IncidentCount, RefusalCount } from "./refusal-count.ts";
import { writeIncident } from "./write-incident.ts";

/** One look at the fleet. */
export interface Look {
  nowMs: number;
  nowAt: number;
  book: SignalBook;
}

interface Track {
  count: RefusalCount;
  sampler: IncidentSampler;
  writtenMs: number;
  /** When a unit stood still for it last; null: none since this run began. */
  heldMs: number | null;
}

/** Moves incidents by what was seen, each move in one write, which is made only when something changed. */
export class IncidentMover {
  readonly #context: ServerContext;
  readonly #facts: IncidentFacts;
  readonly #ring: FleetRing;
  readonly #startedAt: number;
  readonly #tracks = new Map<string, Track>();

  constructor(context: ServerContext, facts: IncidentFacts, ring: FleetRing) {
    this.#context = context;
    this.#facts = facts;
    this.#ring = ring;
    this.#startedAt = context.clock.wallMs();
  }

  /** Forgets what it remembers of others than these. */
  keep(ids: ReadonlySet<string>): void {
    for (const id of this.#tracks.keys()) if (!ids.has(id)) this.#tracks.delete(id);
  }

  /** Puts signals where they belong, and lets the incident go on. Resolves with its id; null when there is none. */
  async place(placed: Placed, look: Look): Promise<string | null> {
    if (placed.into === null) return this.#open(placed.signals, look);
    const { into } = placed;
    const known = this.#context.incidents.find(into);
    if (known === undefined) return null;
    if (placed.merges.length > 0) await this.#merge(into, placed.merges);
    const track = this.#trackOf(known);
    const isDue = look.nowMs - track.writtenMs >= limits.incidentSampleMs;
    // Asked on what is in memory first: a look that changes nothing writes nothing.
    if (placed.merges.length === 0 && !this.#wouldWrite(known, placed.signals, look, track, isDue))
      return into;
    await this.#context.store.write(async (tx) => {
      const stored = await tx.get("incident", into);
      if (stored === null || stored.goneAt !== null) return;
      // Its minutes may be collected for the removal already.
      if (isDrillIncident(stored.value) && !this.#context.drills.isOn()) return;
      await this.#move(tx, stored.value, placed.signals, look, track);
    });
    track.writtenMs = look.nowMs;
    return into;
  }

  async #open(signals: readonly LiveSignal[], look: Look): Promise<string> {
    const begun = newIncident(this.#context.newId("inc"), signals, look.nowAt);
    const track = this.#trackOf(begun);
    await this.#context.store.write(async (tx) => {
      const record = this.#counted(begun, track.count.look(begun, this.#facts));
      const text = `${record.title}. ${record.sentence}`;
      await writeIncident(this.#context, tx, null, {
        record,
        events: [incidentEvent(record, look.nowAt, "opened", text, record.severity)],
      });
      await track.sampler.write(tx, record, this.#shown(record), look);
    });
    track.writtenMs = look.nowMs;
    return begun.id;
  }

  async #merge(into: string, others: readonly string[]): Promise<void> {
    await this.#context.store.write(async (tx) => {
      const stored = await tx.get("incident", into);
      if (stored === null || stored.goneAt !== null) return;
      let kept = stored.value;
      for (const id of others) {
        const part = await tx.get("incident", id);
        if (part !== null && part.goneAt === null && part.value.mergedInto === null) {
          kept = await writeMerged(this.#context, tx, { kept, part: part.value, by: null });
        }
      }
    });
  }

  #wouldWrite(
    record: IncidentRecord,
    live: readonly LiveSignal[],
    look: Look,
    track: Track,
    isDue: boolean,
  ): boolean {
    const next = this.#next(record, live, look, track);
    if (isMove(record, next)) return true;
    if (!isDue) return false;
    const counted = this.#counted(next, track.count.look(record, this.#facts));
    return !sameNumbers(record, counted) || track.sampler.isDue(record, this.#shown(counted), look);
  }

  async #move(
    tx: Tx,
    before: IncidentRecord,
    live: readonly LiveSignal[],
    look: Look,
    track: Track,
  ): Promise<void> {
    const next = this.#next(before, live, look, track);
    const record = this.#counted(next, track.count.look(next, this.#facts));
    const events = eventsOf(before, record, look.nowAt);
    if (events.length > 0 || isMove(before, record) || !sameNumbers(before, record)) {
      await writeIncident(this.#context, tx, before, { record, events });
    }
    await track.sampler.write(tx, record, this.#shown(record), look);
  }

  #next(record: IncidentRecord, live: readonly LiveSignal[], look: Look, track: Track): IncidentRecord {
    const next = withSignals(record, live, (key) => look.book.isOver(key, look.nowMs), look.nowAt);
    if (heldUnits(this.#context, next) > 0) track.heldMs = look.nowMs;
    const resumedMs = track.heldMs === null ? null : look.nowMs - track.heldMs;
    if (!isCalm(next, calmMsFrom(goneMsOf(next, look), resumedMs))) return next;
    return { ...next, state: "mitigated", mitigatedAt: look.nowAt };
  }

  #counted(record: IncidentRecord, count: IncidentCount): IncidentRecord {
    return { ...record, ...count, sentence: sentenceOf(record, count, standingOf(this.#context, record)) };
  }

  #shown(record: IncidentRecord) {
    const nodes = this.#facts.fleet.counts(realmIn(record));
    return { nodes, refusals: record.refusals, refusedNodes: record.refusedNodes ?? 0 };
  }

  #trackOf(record: IncidentRecord): Track {
    const known = this.#tracks.get(record.id);
    if (known !== undefined) return known;
    const isOfThisRun = record.openedAt >= this.#startedAt;
    const track: Track = {
      count: new RefusalCount(record, this.#facts, record.refusals === 0),
      sampler: new IncidentSampler(isOfThisRun ? this.#ring.before(realmIn(record)) : []),
      writtenMs: Number.NEGATIVE_INFINITY,
      heldMs: null,
    };
    this.#tracks.set(record.id, track);
    return track;
  }
}

function realmIn(record: IncidentRecord): Realm {
  return isDrillIncident(record) ? "drill" : "real";
}

/** For how long nothing of an incident was seen; null while something is. */
function goneMsOf({ signals }: IncidentRecord, { nowMs, book }: Look): number | null {
  let leastMs = Number.POSITIVE_INFINITY;
  for (const { key, rule } of signals) {
    if (rule === "by-hand") continue;
    const goneMs = book.goneSinceMs(key);
    if (goneMs === null) return null;
    leastMs = Math.min(leastMs, nowMs - goneMs);
  }
  return leastMs;
}

/** Whether more changed than numbers and words, which are written down once a second at most. */
function isMove(before: IncidentRecord, after: IncidentRecord): boolean {
  return (
    before.state !== after.state ||
    before.severity !== after.severity ||
    before.title !== after.title ||
    before.lockId !== after.lockId ||
    before.resources !== after.resources ||
    before.nodes !== after.nodes ||
    before.signals.length !== after.signals.length ||
    before.signals.some(({ key, clearedAt }, i) => {
      const now = after.signals[i];
      return now?.key !== key || (now.clearedAt === null) !== (clearedAt === null);
    })
  );
}

function sameNumbers(a: IncidentRecord, b: IncidentRecord): boolean {
  return (
    a.affected === b.affected &&
    a.refusals === b.refusals &&
    a.refusedNodes === b.refusedNodes &&
    a.affectedNodes.length === b.affectedNodes.length &&
    a.sentence === b.sentence &&
    a.signals === b.signals
  );
}

function eventsOf(before: IncidentRecord, after: IncidentRecord, at: number): NewEvent[] {
  if (before.state === "open" && after.state === "mitigated") {
    const text = `${after.title}: nothing of it was seen for ${calmNeededMs(after) / 1_000} s.`;
    return [incidentEvent(after, at, "mitigated", text)];
  }
  if (before.state !== "open" && after.state === "open") {
    const text = `It began again: ${after.sentence}`;
    return [incidentEvent(after, at, "reopened", text, after.severity)];
  }
  if (before.severity === after.severity) return [];
  const text = `Its severity is ${after.severity} now, after ${before.severity}: ${after.sentence}`;
  return [incidentEvent(after, at, "severity", text, after.severity)];
}
