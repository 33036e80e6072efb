import { pause } from "#lib/client/waiting/pause.ts";
import type { PollAnswer } from "#lib/contract/batches.ts";
import { limits } from "#lib/domain/limits.ts";
import { ask, type Link, lose, repeat } from "./link.ts";
import type { Seat } from "./seat.ts";

const restMs = 50;
/** Whoever came in meanwhile is asked for at the latest after this. */
const joinMs = 1_000;

/**
 * Asks what a group of sessions is to do, with one long poll for all of them. Lists are only taken from an answer that came
 * at once: durations count from before the question.
 */
export async function pollLoop(link: Link, group: readonly Seat[]): Promise<void> {
  await repeat(link, restMs, async () => {
    const members = new Map<string, Seat>();
    for (const seat of group) if (seat.isOpen && seat.isTold) members.set(seat.sessionId ?? "", seat);
    if (members.size === 0) return pause(joinMs / 4, link.signal);
    const isWhole = members.size === group.length;
    const sessions = [...members].map(([sessionId, { known }]) =>
      known === undefined ? { sessionId } : { sessionId, known },
    );
    const waitMs = isWhole ? limits.ordersWaitMaxMs : joinMs;
    const askedAtMs = link.monoMs();
    try {
      const answer = await ask<PollAnswer>(link, "/api/v1/orders/poll", { sessions, waitMs }, waitMs);
      take(link, members, answer, askedAtMs);
    } catch (error) {
      // What was known may be of a server that has forgotten since.
      for (const seat of members.values()) seat.known = undefined;
      throw error;
    }
  });
}

function take(link: Link, members: Map<string, Seat>, answer: PollAnswer, askedAtMs: number): void {
  for (const { sessionId, version, orders } of answer.lists) {
    const seat = members.get(sessionId);
    // Whoever was cut off meanwhile hears nothing of it.
    if (seat?.sessionId !== sessionId || seat.isCut) continue;
    seat.known = version;
    seat.part.take(orders, askedAtMs);
  }
  for (const sessionId of answer.changed) {
    const seat = members.get(sessionId);
    if (seat?.sessionId === sessionId) seat.known = undefined;
  }
  for (const sessionId of answer.gone) {
    const seat = members.get(sessionId);
    if (seat?.sessionId === sessionId) lose(link, seat);
  }
}
