import type { EventRow } from "#lib/contract/rows.ts";

export type RowTopic = "locks" | "owners" | "nodes" | "operations" | "units" | "incidents" | "drills";

interface Gone {
  revision: number;
  topic: RowTopic;
  id: string;
}

/** What every busy host does all day: told on the pages of those whom it concerns, not on the first screen. */
const routine = new Set(["lock.appeared", "lock.gone", "locks.changed", "lease.granted", "lease.released"]);

/**
 * What the rows themselves cannot say to a client that comes back: which ids went away and which events happened.
 * Bounded; `floor` is the oldest revision from which nothing is missing.
 */
export class ChangeMemory {
  #floor: number;
  #gone: Gone[] = [];
  #events: { revision: number; event: EventRow }[] = [];
  readonly #max: number;

  constructor(floor: number, max: number) {
    this.#floor = floor;
    this.#max = max;
  }

  get floor(): number {
    return this.#floor;
  }

  noteGone(revision: number, topic: RowTopic, id: string): void {
    this.#gone.push({ revision, topic, id });
    if (this.#gone.length > 2 * this.#max) this.#gone = this.#trim(this.#gone);
  }

  noteEvents(revision: number, events: readonly EventRow[]): void {
    for (const event of events) this.#events.push({ revision, event });
    if (this.#events.length > 2 * this.#max) this.#events = this.#trim(this.#events);
  }

  forgetEvents(isMeant: (event: EventRow) => boolean): void {
    this.#events = this.#events.filter(({ event }) => !isMeant(event));
  }

  goneSince(revision: number): Gone[] {
    return this.#gone.slice(firstAfter(this.#gone, revision));
  }

  eventsSince(revision: number): EventRow[] {
    return this.#events.slice(firstAfter(this.#events, revision)).map((e) => e.event);
  }

  /** The newest events that are no routine, newest first. */
  lastEvents(count: number, isMeant: (event: EventRow) => boolean): EventRow[] {
    const found: EventRow[] = [];
    for (let at = this.#events.length - 1; at >= 0 && found.length < count; at -= 1) {
      const event = this.#events[at]?.event;
      if (event !== undefined && !routine.has(event.kind) && isMeant(event)) found.push(event);
    }
    return found;
  }

  #trim<T extends { revision: number }>(list: T[]): T[] {
    const dropped = list[list.length - this.#max - 1];
    if (dropped !== undefined) this.#floor = Math.max(this.#floor, dropped.revision);
    return list.slice(-this.#max);
  }
}

/** Index of the first entry with a higher revision; entries are in order of revision. */
function firstAfter(list: readonly { revision: number }[], revision: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.revision ?? 0) > revision) high = middle;
    else low = middle + 1;
  }
  return low;
}
