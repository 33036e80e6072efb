import type { LockClear, LockDetail } from "#lib/contract/locks.ts";
import type { EventRow } from "#lib/contract/rows.ts";
import { isDrillName } from "#lib/domain/drill/names.ts";
import { compareLocks } from "#lib/domain/lock-query.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { drillOver } from "#lib/server/drills/drill-over.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { freshLock } from "./fresh.ts";
import { kernelDetail } from "./kernel-detail.ts";
import { lastClear } from "./last-clear.ts";
import { leaseDetail } from "./lease-detail.ts";
import type { SourceDetail } from "./source-detail.ts";

const historyMax = 200;
const hostEventsMax = 50;
const layersMax = 200;
/** Between a scan without the lock and the clear that notes it. */
const sameMomentMs = 60_000;

/**
 * GET /locks/{source}/{key}: one lock, whole. A kernel lock that is gone has a tombstone, a lease that nobody holds
 * is free. Throws `not-found` for what was never seen, `gone` for what is named as of a drill when none is on.
 */
export async function readLock(context: ServerContext, source: string, key: string): Promise<LockDetail> {
  const detail = await detailOf(context, source, key);
  if (detail === null) {
    // With no drill on, nothing has such a name, and nobody but a drill ever gives one.
    if (isDrillName(key) && !context.drills.isOn()) throw drillOver();
    throw new ApiError("not-found", "No lock with this key was ever seen.");
  }
  const history = await historyOf(context, detail);
  const layers = context.view.locks
    .ofResource(detail.resource)
    .filter((row) => row.id !== detail.id)
    .sort((a, b) => compareLocks(a, b, { key: "attention", descending: false }))
    .slice(0, layersMax)
    .map((row) => freshLock(context, row));
  const cleared = await lastClear(context, detail.id);
  return { ...detail, ...goneByClear(detail, cleared), layers, history, cleared };
}

/** A kernel lock that went when its holders were ended did not go by itself. */
function goneByClear({ tombstone }: SourceDetail, cleared: LockClear | null): Partial<SourceDetail> {
  if (tombstone === null || cleared === null) return {};
  if (Math.abs(tombstone.goneAt - cleared.at) > sameMomentMs) return {};
  const how = "Cleared: it left the host's lock table when its holders were ended.";
  return { tombstone: { ...tombstone, how }, sentence: `Gone: ${how}` };
}

async function detailOf(context: ServerContext, source: string, key: string): Promise<SourceDetail | null> {
  if (source === "native") {
    const stored = await context.store.get("lease", key);
    return stored && (await leaseDetail(context, stored));
  }
  if (source === "kernel") {
    const stored = await context.store.get("kernel-lock", key);
    return stored && kernelDetail(context, stored);
  }
  return null;
}

/** Its own events, and what the kernel of its host said: a panic explains a lock better than the lock does. */
async function historyOf({ store }: ServerContext, lock: SourceDetail): Promise<EventRow[]> {
  const own = await store.events({ lockId: lock.id, limit: historyMax });
  const node = lock.node ?? lock.tombstone?.lastHolder?.node;
  const host = node ? await store.events({ node, kind: "kernel.", limit: hostEventsMax }) : [];
  const byId = new Map([...own, ...host].map((event) => [event.id, event]));
  return [...byId.values()].sort((a, b) => b.id - a.id).slice(0, historyMax);
}
