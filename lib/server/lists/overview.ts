import type { Overview } from "#lib/contract/lists.ts";
import type { OperationRow } from "#lib/contract/operations.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import { lockPlace } from "#lib/domain/lock-query.ts";
import { isEnded } from "#lib/domain/operations/operation.ts";
import { attentionRank } from "#lib/domain/states.ts";
import { topPage } from "#lib/domain/top-page.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { countIncidents } from "#lib/server/incidents/count-incidents.ts";
import { countNodes } from "./count-nodes.ts";
import { freshLock } from "./fresh.ts";

const minuteMs = 60_000;
const attentionMax = 20;
const eventsMax = 30;
/** From this rank on nobody needs to look. */
const calmRank = attentionRank("held", "live");

/** GET /overview: counts, what needs somebody, and one point a minute for the last `minutes`. */
export async function readOverview(context: ServerContext, minutes: number): Promise<Overview> {
  const now = context.clock.wallMs();
  const series = await context.store.fleetMinutes(now - minutes * minuteMs, now);
  const { view } = context;
  const locks = { total: view.locks.rows.size, byState: {}, byVerdict: {}, bySource: {} };
  for (const row of view.locks.rows.values()) {
    count(locks.byState, row.state);
    count(locks.bySource, row.source);
    if (row.verdict !== null) count(locks.byVerdict, row.verdict);
  }
  const nodes = countNodes(view.nodes.values());
  const owners = { total: view.owners.rows.size, byVerdict: {} };
  for (const row of view.owners.rows.values()) count(owners.byVerdict, row.verdict);
  return {
    revision: view.revision,
    serverAt: now,
    locks,
    nodes,
    owners,
    operations: openOperations(view.operations.values()),
    incidents: countIncidents(view.incidents.values()),
    attention: needsAttention(view.locks.rows.values()).map((row) => freshLock(context, row)),
    recentEvents: view.lastEvents(eventsMax),
    series,
  };
}

function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

function openOperations(rows: Iterable<OperationRow>): { open: number; awaitingAck: number } {
  const counts = { open: 0, awaitingAck: 0 };
  for (const { state, awaitsAck } of rows) {
    if (isEnded(state)) continue;
    counts.open += 1;
    if (awaitsAck) counts.awaitingAck += 1;
  }
  return counts;
}

function needsAttention(rows: Iterable<LockRow>): LockRow[] {
  return topPage(rows, {
    matches: (row) => attentionRank(row.state, row.verdict) < calmRank,
    place: (row) => lockPlace(row, "attention"),
    descending: false,
    after: null,
    limit: attentionMax,
  }).items;
}
