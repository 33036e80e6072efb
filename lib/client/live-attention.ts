import type { IncidentList, IncidentRow } from "#lib/contract/incidents.ts";
import type { LockList } from "#lib/contract/locks.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import type { StreamChange } from "#lib/contract/stream.ts";
import { isDrillName } from "#lib/domain/drill/names.ts";
import { limits } from "#lib/domain/limits.ts";
import { isStale } from "#lib/domain/states.ts";
import type { Api } from "./http.ts";
import type { LiveFrame } from "./live-reducer.ts";
import { apiPaths } from "./paths.ts";

/** What needs somebody, in numbers. */
export interface AttentionCounts {
  hot: number;
  stale: number;
  /** Locks whose owner is silent without proof that it is gone. */
  suspect: number;
  incidents: number;
}

interface Seed {
  locks: readonly LockRow[];
  incidents: readonly IncidentRow[];
  /** All is as of here, or newer. */
  revision: number;
}

/**
 * The few locks and incidents that need somebody, kept current by the stream: a tab that shows no list still knows how
 * bad it is. Everything else is let go at once, so it is as small as things are well.
 */
export class AttentionBook {
  #locks = new Map<string, LockRow>();
  #incidents = new Map<string, IncidentRow>();
  /** What frames said since a seed was asked for: its pages may be older. */
  #since: StreamChange[] | null = null;
  #asked = 0;
  #instance: string | null = null;

  /** Takes what the stream brought. Says whether what is known has to be read anew, for a part of the log was lost. */
  take(frames: readonly LiveFrame[]): boolean {
    let lost = false;
    for (const frame of frames) {
      if (frame.kind === "reset") lost = true;
      if (frame.kind === "hello") {
        // Another run of the server may number its rows anew.
        if (!frame.resumed || this.#instance !== frame.hello.instance) lost = true;
        this.#instance = frame.hello.instance;
      }
      if (frame.kind !== "change") continue;
      this.#apply(frame.change);
      this.#since?.push(frame.change);
    }
    return lost;
  }

  /**
   * From here on frames are kept until `seed`, lest an older page undo them. The answer names this seed: of several that
   * were asked for the last alone counts, or an older one would take the frames that the last one needs.
   */
  beginSeed(): number {
    this.#since = [];
    this.#asked += 1;
    return this.#asked;
  }

  /** Takes the lists as they were read, and puts over them what frames said meanwhile. Says whether it was the last asked. */
  seed(asked: number, { locks, incidents, revision }: Seed): boolean {
    if (asked !== this.#asked) return false;
    const since = this.#since ?? [];
    this.#since = null;
    this.#locks = new Map(locks.filter(isWrong).map((row) => [row.id, row]));
    this.#incidents = new Map(incidents.filter(isOpen).map((row) => [row.id, row]));
    for (const change of since) if (change.revision > revision) this.#apply(change);
    return true;
  }

  /** Forgets the frames that were kept for a seed that will not come. Says whether it was the last asked. */
  giveUpSeed(asked: number): boolean {
    if (asked !== this.#asked) return false;
    this.#since = null;
    return true;
  }

  counts(world: "real" | "drill"): AttentionCounts {
    const counts = { hot: 0, stale: 0, suspect: 0, incidents: 0 };
    const wanted = world === "drill";
    for (const lock of this.#locks.values()) {
      if (isDrillLock(lock) !== wanted) continue;
      if (lock.state === "hot") counts.hot += 1;
      if (isStale(lock.verdict)) counts.stale += 1;
      if (lock.verdict === "suspect") counts.suspect += 1;
    }
    for (const { resources, nodes } of this.#incidents.values()) {
      if ([...resources, ...nodes].some(isDrillName) === wanted) counts.incidents += 1;
    }
    return counts;
  }

  /** Locks that refuse somebody now, by id. */
  hot(): Map<string, LockRow> {
    return new Map([...this.#locks].filter(([, lock]) => lock.state === "hot"));
  }

  #apply({ revision, locks = [], goneLocks = [], incidents = [], goneIncidents = [] }: StreamChange): void {
    for (const row of locks) keep(this.#locks, row, isWrong(row));
    for (const row of incidents) keep(this.#incidents, row, isOpen(row));
    for (const id of goneLocks) bury(this.#locks, id, revision);
    for (const id of goneIncidents) bury(this.#incidents, id, revision);
  }
}

function keep<Row extends { id: string; revision: number }>(
  all: Map<string, Row>,
  row: Row,
  wanted: boolean,
) {
  if ((all.get(row.id)?.revision ?? -1) > row.revision) return;
  if (wanted) all.set(row.id, row);
  else all.delete(row.id);
}

function bury<Row extends { revision: number }>(all: Map<string, Row>, id: string, revision: number) {
  if ((all.get(id)?.revision ?? -1) <= revision) all.delete(id);
}

function isWrong({ state, verdict }: LockRow): boolean {
  return state === "hot" || verdict === "suspect" || isStale(verdict);
}

function isOpen({ state }: IncidentRow): boolean {
  return state === "open";
}

/** Whether a lock is a drill's: that is said by its own name or by its node's. */
export function isDrillLock({ resource, node }: LockRow): boolean {
  return isDrillName(resource) || isDrillName(node);
}

/** Reads what needs somebody. Of more than `pageLimitMax` of a kind the rest is not counted. Rejects as the API does. */
export async function readAttention(api: Api, signal: AbortSignal): Promise<Seed> {
  const most = { limit: limits.pageLimitMax };
  const locksOf = (query: { state?: string; verdict?: string }) =>
    api.get<LockList>(apiPaths.locks, { query: { ...most, ...query, sort: "resource" }, signal });
  // Of each kind a page of its own: thousands of one kind must not hide the other.
  const [incidents, ...locks] = await Promise.all([
    api.get<IncidentList>(apiPaths.incidents, { query: { ...most, state: "open" }, signal }),
    locksOf({ state: "hot" }),
    locksOf({ verdict: "stale" }),
    locksOf({ verdict: "suspect" }),
  ]);
  return {
    locks: locks.flatMap(({ items }) => items),
    incidents: incidents.items,
    revision: Math.min(incidents.revision, ...locks.map(({ revision }) => revision)),
  };
}
