import type { Overview } from "#lib/contract/lists.ts";
import type { OperationRow } from "#lib/contract/operations.ts";
import type { EventRow, LockRow } from "#lib/contract/rows.ts";
import { isDrillName } from "#lib/domain/drill/names.ts";
import { limits } from "#lib/domain/limits.ts";
import { lockPlace } from "#lib/domain/lock-query.ts";
import { isEnded } from "#lib/domain/operations/operation.ts";
import { attentionRank } from "#lib/domain/states.ts";
import { topPage } from "#lib/domain/top-page.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { isDrillEvent } from "#lib/server/drills/drill-documents.ts";
import { countIncidents } from "#lib/server/incidents/count-incidents.ts";
import type { View } from "#lib/server/view/view.ts";
import { countDrill } from "./count-drill.ts";
import { countNodes } from "./count-nodes.ts";
import { freshLock } from "./fresh.ts";

const minuteMs = 60_000;
const attentionMax = 20;
/** From this rank on nobody needs to look. */
const calmRank = attentionRank("held", "live");

/** GET /overview: counts, what needs somebody, and one point a minute for the last `minutes`. */
export async function readOverview(context: ServerContext, minutes: number): Promise<Overview> {
  const now = context.clock.wallMs();
  const series = await context.store.fleetMinutes(now - minutes * minuteMs, now);
  const { view } = context;
  const locks = { total: 0, byState: {}, byVerdict: {}, bySource: {} };
  for (const row of view.locks.rows.values()) {
    if (isDrillName(row.resource)) continue;
    locks.total += 1;
    count(locks.byState, row.state);
    count(locks.bySource, row.source);
    if (row.verdict !== null) count(locks.byVerdict, row.verdict);
  }
  const nodes = countNodes(view.nodes.values());
  const owners = { total: 0, byVerdict: {} };
  for (const row of view.owners.rows.values()) {
    if (isDrillName(row.node)) continue;
    owners.total += 1;
    count(owners.byVerdict, row.verdict);
  }
  return {
    revision: view.revision,
    serverAt: now,
    locks,
    nodes,
    owners,
    drill: countDrill(view),
    operations: openOperations(view.operations.values()),
    incidents: countIncidents(view.incidents.values()),
    attention: needsAttention(view.locks.rows.values()).map((row) => freshLock(context, row)),
    recentEvents: recentEvents(view),
    series,
  };
}

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

/** Newest first. Of a drill, which is busy all the time, only the last few, and none of the real ones less for it. */
function recentEvents(view: View): EventRow[] {
  const real = view.lastEvents(limits.overviewEventsMax, (event) => !isDrillEvent(event));
  const ofDrill = view.drills.size === 0 ? [] : view.lastEvents(limits.overviewDrillEventsMax, isDrillEvent);
  return [...real, ...ofDrill].sort((a, b) => b.id - a.id);
}

function openOperations(rows: Iterable<OperationRow>): { open: number; awaitingAck: number } {
  const counts = { open: 0, awaitingAck: 0 };
  for (const { state, awaitsAck, drill } of rows) {
    if (isEnded(state) || drill === true) continue;
    counts.open += 1;
    if (awaitsAck) counts.awaitingAck += 1;
  }
  return counts;
}

/** What is real comes first: a drill pushes nothing of it off the list. */
function needsAttention(rows: Iterable<LockRow>): LockRow[] {
  const all = [...rows];
  return [...worst(all, false), ...worst(all, true)].slice(0, attentionMax);
}

function worst(rows: Iterable<LockRow>, ofDrill: boolean): LockRow[] {
  return topPage(rows, {
    matches: (row) =>
      attentionRank(row.state, row.verdict) < calmRank && isDrillName(row.resource) === ofDrill,
    place: (row) => lockPlace(row, "attention"),
    descending: false,
    after: null,
    limit: attentionMax,
  }).items;
}
