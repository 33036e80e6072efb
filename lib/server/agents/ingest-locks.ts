import type { AgentReport } from "#lib/contract/agent.ts";
import { grouped } from "#lib/domain/words.ts";
import { kernelKey } from "#lib/server/view/lock-rows.ts";
import type { View } from "#lib/server/view/view.ts";
import type { NewEvent, Tx } from "#lib/store/store.ts";
import type { FeedStep } from "./agent-feed.ts";
import { kernelRecord, sameFacts } from "./kernel-record.ts";
import { goneEvent, kernelLockEvents } from "./lock-events.ts";

/** More comings and goings than this in one report are counted in one event instead of told one by one. */
const routineEventsMax = 50;
const routine = new Set(["lock.appeared", "lock.gone"]);

interface Ingest {
  tx: Tx;
  view: View;
  node: string;
  now: number;
  /** The first snapshot of a node tells nothing of when its locks appeared. */
  firstSight: boolean;
}

/** Takes a report's locks in: stores what changed, removes what is gone, and writes the events of both. */
export async function ingestLocks(ingest: Ingest, report: AgentReport, step: FeedStep): Promise<void> {
  const events: NewEvent[] = [];
  for (const lock of report.locks) {
    const id = kernelKey(ingest.node, lock.key);
    const stored = await ingest.tx.get("kernel-lock", id);
    const before = stored === null || stored.goneAt !== null ? null : stored.value;
    const after = kernelRecord(ingest.node, lock, ingest.now, before);
    if (before !== null && sameFacts(before, after)) continue;
    await ingest.tx.put("kernel-lock", id, after);
    events.push(...kernelLockEvents(before, after, ingest.now));
  }
  const reported = new Set(report.locks.map((lock) => lock.key));
  const goneKeys = report.goneKeys.filter((key) => !reported.has(key));
  const gone = step.kind === "last-part" ? [...goneKeys, ...absentKeys(ingest, step.seen)] : goneKeys;
  for (const key of new Set(gone)) events.push(...(await removeLock(ingest, key)));
  await writeEvents(ingest, events);
}

/** Keys of the node that no part of a whole snapshot named. */
function absentKeys({ view, node }: Ingest, seen: ReadonlySet<string>): string[] {
  const prefix = kernelKey(node, "").length;
  return view.locks
    .ofNode(node)
    .filter((row) => row.source === "kernel")
    .map((row) => row.key.slice(prefix))
    .filter((key) => !seen.has(key));
}

async function removeLock({ tx, node, now }: Ingest, key: string): Promise<NewEvent[]> {
  const id = kernelKey(node, key);
  const stored = await tx.get("kernel-lock", id);
  if (stored === null || stored.goneAt !== null) return [];
  const how = "it left the host's lock table; its holder released it or ended.";
  await tx.remove("kernel-lock", id, now, `Released: ${how}`);
  return [goneEvent(stored.value, now, how)];
}

async function writeEvents(
  { tx, node, now, firstSight }: Ingest,
  events: readonly NewEvent[],
): Promise<void> {
  const told = firstSight ? events.filter((e) => e.kind !== "lock.appeared") : events;
  const chatter = told.filter((e) => routine.has(e.kind));
  const many = chatter.length > routineEventsMax;
  for (const event of told) if (!many || !routine.has(event.kind)) await tx.event(event);
  if (!many) return;
  const count = (kind: string) => chatter.filter((e) => e.kind === kind).length;
  await tx.event({
    at: now,
    kind: "locks.changed",
    severity: "info",
    node,
    lockId: null,
    resource: null,
    ownerId: null,
    text: `${grouped(count("lock.appeared"))} locks appeared and ${grouped(count("lock.gone"))} are gone on ${node} within one report.`,
  });
}
