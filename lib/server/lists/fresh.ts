import type { LockRow, NodeRow, OwnerRow } from "#lib/contract/rows.ts";
import type { ServerContext } from "#lib/server/context.ts";

/**
 * What changes with every scan or beat is not committed each time; it is put on a row when the row is read. The
 * revision stays, because nothing that was concluded changed.
 */
export function freshLock(context: ServerContext, row: LockRow): LockRow {
  if (row.source === "native") {
    const lastBeatAt = row.holder === null ? null : context.beats.lastBeatAt(row.holder.ownerId);
    return { ...row, observedAt: context.clock.wallMs(), lastBeatAt: later(row.lastBeatAt, lastBeatAt) };
  }
  const scannedAt = row.node === null ? null : context.agents.scannedAt(row.node);
  return scannedAt === null || scannedAt <= row.observedAt ? row : { ...row, observedAt: scannedAt };
}

export function freshOwner(context: ServerContext, row: OwnerRow): OwnerRow {
  if (row.kind !== "session" || row.state !== "open") return row;
  const { beats, lastBeatAt, rhythmMs } = context.beats.summary(row.id) ?? row;
  return { ...row, beats, lastBeatAt: later(row.lastBeatAt, lastBeatAt), rhythmMs };
}

export function freshNode(context: ServerContext, row: NodeRow): NodeRow {
  const lastBeatAt = row.sessionId === null ? null : context.beats.lastBeatAt(row.sessionId);
  const lastReportAt = context.agents.reportedAt(row.name);
  return {
    ...row,
    lastBeatAt: later(row.lastBeatAt, lastBeatAt),
    lastReportAt: later(row.lastReportAt, lastReportAt),
  };
}

function later(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
