import { isDrillIncident } from "#lib/domain/incidents/realm.ts";
import { rangeOf } from "#lib/domain/incidents/timeline/range.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { IncidentRecord } from "#lib/store/incident-records.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import { absentIncident } from "./read-incident.ts";

/** One incident with those that turned out to be part of it, and what all of them are about. */
export interface Subjects {
  incident: IncidentRecord;
  merged: IncidentRecord[];
  resources: ReadonlySet<string>;
  nodes: ReadonlySet<string>;
  operations: OperationRecord[];
  from: number;
  to: number;
  /** The first sign of it. */
  firstAt: number;
  nowAt: number;
}

const operationsMax = 100;
const startsMax = 1_000;

/** What an incident is about, with its operations. Throws `not-found`. */
export async function subjectsOf(context: ServerContext, id: string): Promise<Subjects> {
  const stored = await context.store.get("incident", id);
  if (stored === null || stored.goneAt !== null) throw absentIncident(context, id);
  const incident = stored.value;
  const merged = await mergedInto(context, id);
  const all = [incident, ...merged];
  const nowAt = context.clock.wallMs();
  const whole = { ...incident, openedAt: Math.min(...all.map(({ openedAt }) => openedAt)) };
  const course = { ...whole, signals: all.flatMap(({ signals }) => signals) };
  const told = rangeOf(course, nowAt);
  const range = rangeOf(course, nowAt, await recordedFrom(context, incident, told));
  const resources = new Set(all.flatMap((one) => one.resources));
  const nodes = new Set(all.flatMap((one) => one.nodes));
  const operations = await operationsOf(context, { resources, range });
  return { incident, merged, resources, nodes, operations, ...range, nowAt };
}

/** When what can be told of it begins: its drill's start, or the first event on this data. */
async function recordedFrom(
  { drills, store }: ServerContext,
  incident: IncidentRecord,
  { from, to }: { from: number; to: number },
): Promise<number> {
  if (isDrillIncident(incident)) return drills.current?.startedAt ?? 0;
  const [earlier] = await store.events({ to: from, limit: 1 });
  if (earlier !== undefined) return 0;
  const starts = await store.events({ kind: "server.started", from, to, limit: startsMax });
  const first = starts.at(-1);
  if (first === undefined || starts.length === startsMax) return 0;
  // A kernel's log tells of before, and its agent reports that with its own time.
  const before = await store.events({ from, to: first.at, limit: startsMax });
  return before.length === startsMax ? 0 : Math.min(first.at, ...before.map(({ at }) => at));
}

async function mergedInto({ view, store }: ServerContext, id: string): Promise<IncidentRecord[]> {
  const rows = [...view.incidents.values()].filter(({ mergedInto: into }) => into === id);
  const stored = await Promise.all(rows.map((row) => store.get("incident", row.id)));
  return stored.flatMap((one) => (one === null || one.goneAt !== null ? [] : one.value));
}

/** Those on its resources within its time, those made for one of them or that act on one, and what acts on those. */
async function operationsOf(
  { view, store }: ServerContext,
  about: { resources: ReadonlySet<string>; range: { from: number; to: number } },
): Promise<OperationRecord[]> {
  const { from, to } = about.range;
  const during = [...view.operations.values()].filter(
    ({ createdAt, endedAt }) => createdAt <= to && (endedAt ?? to) >= from,
  );
  const ids = new Set<string>();
  for (const { id, resource } of during) if (resource !== null && about.resources.has(resource)) ids.add(id);
  // A resume acts on a drain, which is made for a clear.
  for (let before = -1; before !== ids.size; ) {
    before = ids.size;
    for (const { id, relatedId } of during) if (relatedId !== null && ids.has(relatedId)) ids.add(id);
  }
  const newest = during
    .filter(({ id }) => ids.has(id))
    .sort((a, b) => b.createdAt - a.createdAt)
    .slice(0, operationsMax);
  const stored = await Promise.all(newest.map(({ id }) => store.get("operation", id)));
  return stored.flatMap((one) => one?.value ?? []).sort((a, b) => a.createdAt - b.createdAt);
}
