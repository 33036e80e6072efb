import type { ReportBatch, ReportBatchAnswer } from "#lib/contract/batches.ts";
import { ask, endsSession, type Link, lose, repeat } from "./link.ts";
import type { Seat } from "./seat.ts";

const batch = 500;
const everyMs = 50;

interface Draft {
  seat: Seat;
  sessionId: string;
  changes: number;
  report: ReportBatch["reports"][number];
}

/** Tells what changed of some of the seats, and of all of these from time to time. What is new goes before what is known. */
export async function reportLoop(link: Link, seats: readonly Seat[]): Promise<void> {
  await repeat(link, everyMs, async () => {
    const nowMs = link.monoMs();
    const due = seats.filter((seat) => seat.isOpen && seat.reportDueMs <= nowMs);
    const drafts: Draft[] = [];
    for (const seat of [...due.filter(isNew), ...due.filter((seat) => !isNew(seat))]) {
      const draft = draftOf(seat);
      // There is nothing to tell of it: then the server knows all.
      if (draft === null) told(link, seat, seat.changes);
      else if (drafts.push(draft) >= batch) break;
    }
    if (drafts.length === 0) return;
    const body = { reports: drafts.map(({ report }) => report) };
    const { refused } = await ask<ReportBatchAnswer>(link, "/api/v1/orders/reports", body);
    const no = new Map(refused.map(({ sessionId, problem }) => [sessionId, problem]));
    for (const { seat, sessionId, changes, report } of drafts) {
      const problem = no.get(sessionId);
      // Whoever was cut off meanwhile does not know that it arrived.
      if (seat.sessionId !== sessionId || seat.isCut) continue;
      if (problem === undefined) seat.part.told?.(report);
      if (problem !== undefined && endsSession(problem)) lose(link, seat);
      else told(link, seat, changes);
      if (problem !== undefined) link.onTrouble(new Error(problem.detail ?? problem.title));
    }
  });
}

function isNew(seat: Seat): boolean {
  return !seat.isTold || seat.changes !== seat.toldChanges;
}

function draftOf(seat: Seat): Draft | null {
  const draft = seat.part.draft();
  if (draft === null || seat.sessionId === null) return null;
  const { sessionId, changes } = seat;
  const { results = [], configs = [], telemetry = [], notes = [], units } = draft;
  const report = { sessionId, results, configs, telemetry, notes, ...(units === undefined ? {} : { units }) };
  return { seat, sessionId, changes, report };
}

function told(link: Link, seat: Seat, changes: number): void {
  seat.isTold = true;
  seat.toldChanges = changes;
  // What changed since goes with the next one.
  if (seat.changes === changes)
    seat.reportDueMs = link.monoMs() + seat.part.everyMs() * (0.8 + 0.2 * link.random());
}
