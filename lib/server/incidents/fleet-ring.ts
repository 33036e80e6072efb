import { sameNodes } from "#lib/domain/incidents/samples.ts";
import { limits } from "#lib/domain/limits.ts";
import type { FleetCount, Realm } from "./fleet-count.ts";

interface Point {
  at: number;
  nodes: Record<string, number>;
}

/** How the fleet stood in the last minutes, in memory: what an incident that opens shows of before. */
export class FleetRing {
  readonly #points: Record<Realm, Point[]> = { drill: [], real: [] };

  /** Notes how it is now, if that changed and the last point is not too near. */
  note(fleet: FleetCount, nowAt: number): void {
    for (const realm of ["drill", "real"] as const) this.#note(realm, fleet, nowAt);
  }

  /** Oldest first; the first one may be older than what is shown, and holds until the next. */
  before(realm: Realm): readonly Point[] {
    return [...this.#points[realm]];
  }

  /** What a drill that was removed looked like is nothing that came before the next one. */
  forget(realm: Realm): void {
    this.#points[realm] = [];
  }

  #note(realm: Realm, fleet: FleetCount, at: number): void {
    const points = this.#points[realm];
    const last = points.at(-1);
    if (last === undefined && fleet.total(realm) === 0) return;
    if (last !== undefined && at - last.at < limits.incidentSampleMs) return;
    const nodes = fleet.counts(realm);
    if (last !== undefined && sameNodes(last.nodes, nodes)) return;
    points.push({ at, nodes });
    const from = at - limits.incidentBeforeMs;
    // One from before stays: it says how it was until the next.
    while (points[1] !== undefined && points[1].at < from) points.shift();
  }
}
