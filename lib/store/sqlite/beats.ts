import type { BeatMinute } from "#lib/store/records.ts";
import type { Connection } from "./connection.ts";
import { toBeatMinute } from "./rows.ts";
import * as sql from "./statements.ts";
import type { Unit } from "./unit.ts";

const dayMs = 86_400_000;

export function dayOf(atMs: number): number {
  return Math.floor(atMs / dayMs);
}

export function foldBeats(unit: Unit, rows: readonly BeatMinute[]): void {
  for (const row of rows) {
    const { ownerId, minuteAt, count, firstAt, lastAt, maxGapMs } = row;
    unit.run(sql.foldBeatMinute, dayOf(minuteAt), ownerId, minuteAt, count, firstAt, lastAt, maxGapMs);
  }
}

/** Rows of one owner whose minute starts within the range, ascending. One look-up a day, as the key starts with it. */
export function readBeats(reader: Connection, ownerId: string, fromMs: number, toMs: number): BeatMinute[] {
  const first = reader.get(sql.firstBeatDay)?.["day"];
  if (typeof first !== "number") return [];
  const rows: BeatMinute[] = [];
  const last = Math.min(dayOf(toMs), Number(reader.get(sql.lastBeatDay)?.["day"]));
  for (let day = Math.max(first, dayOf(fromMs)); day <= last; day += 1) {
    for (const row of reader.all(sql.beatMinutesOfDay, day, ownerId, fromMs, toMs))
      rows.push(toBeatMinute(row));
  }
  return rows;
}
