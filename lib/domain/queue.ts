/** Somebody who waits for a lease. One per session: asking again keeps the place. Times: monotonic, ms. */
export interface Waiter {
  sessionId: string;
  /** Wall clock, epoch ms; for display alone. */
  sinceAt: number;
  deadlineAt: number;
  deadlineMs: number;
}

/** First come, first served. Values are never changed in place. */
export type Queue = readonly Waiter[];

/** Puts a waiter at the end. One that waits already keeps its place and gets the later of both deadlines. */
export function enqueue(queue: Queue, waiter: Waiter): Queue {
  const index = queue.findIndex((w) => w.sessionId === waiter.sessionId);
  const known = queue[index];
  if (known === undefined) return [...queue, waiter];
  if (waiter.deadlineMs <= known.deadlineMs) return queue;
  return queue.with(index, { ...known, deadlineAt: waiter.deadlineAt, deadlineMs: waiter.deadlineMs });
}

/** Without the waiter of this session. */
export function dropWaiter(queue: Queue, sessionId: string): Queue {
  return queue.some((w) => w.sessionId === sessionId)
    ? queue.filter((w) => w.sessionId !== sessionId)
    : queue;
}

/** Splits off those whose deadline has come. */
export function dropLate(queue: Queue, nowMs: number): { queue: Queue; late: Queue } {
  const late = queue.filter((w) => w.deadlineMs <= nowMs);
  return late.length === 0 ? { queue, late } : { queue: queue.filter((w) => w.deadlineMs > nowMs), late };
}

/**
 * Who is next, checked again at the moment of the grant: whoever is late or whose session is not `eligible` any
 * more is passed over. Nobody is removed by this.
 */
export function nextWaiter(
  queue: Queue,
  nowMs: number,
  eligible: (sessionId: string) => boolean,
): Waiter | null {
  return queue.find((w) => w.deadlineMs > nowMs && eligible(w.sessionId)) ?? null;
}

/** 1 for the first; null for somebody who does not wait. */
export function placeOf(queue: Queue, sessionId: string): number | null {
  const index = queue.findIndex((w) => w.sessionId === sessionId);
  return index === -1 ? null : index + 1;
}
