/** Pictures that take turns while nothing is wrong. */
export const wallPages = ["overview", "fleet", "guardians"] as const;
export type WallPage = (typeof wallPages)[number];

/**
 * Which picture is on. Only calm turns it: whatever is not calm is on the first page, and stays. `calmSince` is when it
 * became calm, so that calm begins with the overview too; `everyMs` 0: it never turns.
 */
export function pageAt(at: { calmSince: number | null; nowMs: number; everyMs: number }): WallPage {
  const { calmSince, nowMs, everyMs } = at;
  if (calmSince === null || everyMs <= 0 || nowMs < calmSince) return "overview";
  return wallPages[Math.floor((nowMs - calmSince) / everyMs) % wallPages.length] ?? "overview";
}

/** Each step moves the picture by one unit (a pixel at 1080 lines); all places take three and a half hours. */
export const shiftStepMs = 20_000;
const shiftMost = 12;

/**
 * Where the whole picture stands, in units of a 1920×1080 picture: a slow walk over a square of ±12, in which two steps
 * that follow each other are neighbours and each column is visited equally long. No pixel is lit by one edge for ever.
 */
export function shiftAt(nowMs: number): { x: number; y: number } {
  const step = Math.floor(nowMs / shiftStepMs);
  const side = 2 * shiftMost + 1;
  return { x: toAndFro(step, side), y: toAndFro(Math.floor(step / side), side) };
}

/** Walks from one end to the other and back, with a rest of one step at either end. */
function toAndFro(step: number, side: number): number {
  const place = ((step % (2 * side)) + 2 * side) % (2 * side);
  return (place < side ? place : 2 * side - 1 - place) - shiftMost;
}

/** From this hour to that one, 0 to 24 in the viewer's own zone. */
export interface Night {
  fromHour: number;
  toHour: number;
}

/** Whether an hour of the day (21.5 is half past nine in the evening) is in the night, which may go over midnight. */
export function isNight(hour: number, { fromHour, toHour }: Night): boolean {
  if (fromHour === toHour) return false;
  return fromHour < toHour ? hour >= fromHour && hour < toHour : hour >= fromHour || hour < toHour;
}
