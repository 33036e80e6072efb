import { dropWaiter, enqueue } from "#lib/domain/queue.ts";
import type { Tx } from "#lib/store/store.ts";
import type { Named } from "./lease-events.ts";
import type { AcquireRequest, GuardJob, LeaseSlot, Obstacle } from "./lease-slot.ts";
import type { SlotIndex } from "./slot-index.ts";

const refusersMax = 200;

interface Times {
  nowMs: number;
  nowAt: number;
}

/** Puts a request into the queue; one of a session that waits already shares its place. */
export function joinQueue(
  slot: LeaseSlot,
  request: AcquireRequest,
  waitMs: number,
  index: SlotIndex,
  { nowMs, nowAt }: Times,
): void {
  const { sessionId } = request.ask;
  const deadlines = { deadlineMs: nowMs + waitMs, deadlineAt: nowAt + waitMs };
  slot.queue = enqueue(slot.queue, { sessionId, sinceAt: nowAt, ...deadlines });
  const known = slot.waits.get(sessionId);
  if (known === undefined) slot.waits.set(sessionId, new Set([request]));
  else known.add(request);
  index.noteWait(slot, sessionId, true);
}

/** Takes a request out; the session's place is given up with its last request. */
export function dropRequest(slot: LeaseSlot, request: AcquireRequest, index: SlotIndex): void {
  request.dispose();
  const { sessionId } = request.ask;
  if (request.once) slot.tries = slot.tries.filter((t) => t !== request);
  const waits = slot.waits.get(sessionId);
  if (waits === undefined || !waits.delete(request) || waits.size > 0) return;
  slot.waits.delete(sessionId);
  slot.queue = dropWaiter(slot.queue, sessionId);
  index.noteWait(slot, sessionId, false);
}

/** Everything that a session asks of a lease just now. */
export function requestsOf(slot: LeaseSlot, sessionId: string): AcquireRequest[] {
  const tries = slot.tries.filter((t) => t.ask.sessionId === sessionId);
  return [...(slot.waits.get(sessionId) ?? []), ...tries];
}

/** Nothing of what is asked for will be done: everybody is told that their session is gone. */
export function dismissAll(slot: LeaseSlot, because: Obstacle, index: SlotIndex): void {
  for (const sessionId of [...slot.waits.keys(), ...slot.tries.map(({ ask }) => ask.sessionId)]) {
    for (const request of requestsOf(slot, sessionId)) {
      dropRequest(slot, request, index);
      request.settle({ outcome: "refused", code: "session-gone", because });
    }
  }
  for (const job of slot.releases.splice(0)) job.settle(null);
  for (const job of slot.guards.splice(0)) job.settle({ ok: false, because: "forbidden" });
}

/** Steps of a clear whose operation still wants them, read inside the write. */
export async function allowed(jobs: readonly GuardJob[], tx: Tx): Promise<GuardJob[]> {
  const wanted: GuardJob[] = [];
  for (const job of jobs) if (await job.allow(tx)) wanted.push(job);
  return wanted;
}

/** Requests whose time is over. */
export function lateRequests(slot: LeaseSlot): AcquireRequest[] {
  return [...slot.waits.values()].flatMap((waits) => [...waits].filter((request) => request.late));
}

/** Counts a refusal: who, how often, since when. That is what makes a lock HOT. */
export function noteRefusal(
  slot: LeaseSlot,
  sessionId: string,
  named: Named | null,
  { nowMs, nowAt }: Times,
): void {
  const known = slot.refusals.get(sessionId);
  const { node, service } = named ?? { node: known?.node ?? "", service: known?.service ?? "" };
  slot.refusals.delete(sessionId);
  slot.refusals.set(sessionId, {
    sessionId,
    node,
    service,
    count: (known?.count ?? 0) + 1,
    firstAt: known?.firstAt ?? nowAt,
    lastAt: nowAt,
    lastMs: nowMs,
  });
  const [oldest] = slot.refusals.keys();
  if (slot.refusals.size > refusersMax && oldest !== undefined) slot.refusals.delete(oldest);
}
