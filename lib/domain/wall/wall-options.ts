import type { Night } from "./picture-time.ts";

/** What the address of a wall says: `?dim=auto|on|off&night=21-6&rotate=30`. */
export interface WallOptions {
  dim: "auto" | "on" | "off";
  night: Night;
  /** How long each page is shown while nothing is wrong; 0: no page turns. */
  rotateMs: number;
}

const nightDefault: Night = { fromHour: 21, toHour: 6 };
const rotateDefaultS = 30;
const rotateMinS = 5;
const rotateMaxS = 3_600;

/** Reads them; what is missing or makes no sense has its default, as nobody stands before a wall to correct it. */
export function readWallOptions(param: (name: string) => string | null): WallOptions {
  const dim = param("dim");
  const seconds = Number(param("rotate") ?? rotateDefaultS);
  const known = Number.isFinite(seconds) ? seconds : rotateDefaultS;
  const rotateS = known <= 0 ? 0 : Math.min(Math.max(known, rotateMinS), rotateMaxS);
  return {
    dim: dim === "on" || dim === "off" ? dim : "auto",
    night: nightOf(param("night") ?? "") ?? nightDefault,
    rotateMs: rotateS * 1_000,
  };
}

function nightOf(text: string): Night | null {
  const match = /^(\d{1,2})-(\d{1,2})$/.exec(text);
  if (match === null) return null;
  const [fromHour, toHour] = [Number(match[1]), Number(match[2])];
  return fromHour <= 24 && toHour <= 24 ? { fromHour, toHour } : null;
}
