import type { z } from "zod";
import type { beatBatchAnswer } from "#lib/contract/sessions.ts";
import { limits } from "#lib/domain/limits.ts";
import { ask, type Link, lose, repeat } from "./link.ts";

const everyMs = 200;

/** Beats for all, each in a rhythm of its own, in few requests. One that does not arrive is not repeated. */
export async function beatLoop(link: Link): Promise<void> {
  await repeat(link, everyMs, async () => {
    const nowMs = link.monoMs();
    const due = link.seats
      .filter((seat) => seat.isOpen && seat.beatDueMs <= nowMs)
      .slice(0, limits.beatBatchMax);
    if (due.length === 0) return;
    const beats = due.map((seat) => {
      seat.counter += 1;
      seat.beatDueMs = Math.max(nowMs, seat.beatDueMs + seat.beatEveryMs);
      return { sessionId: seat.sessionId ?? "", counter: seat.counter };
    });
    const { unknown } = await ask<z.infer<typeof beatBatchAnswer>>(link, "/api/v1/beats", { beats });
    if (unknown.length === 0) return;
    const gone = new Set(unknown);
    for (const seat of due) if (seat.sessionId !== null && gone.has(seat.sessionId)) lose(link, seat);
  });
}
