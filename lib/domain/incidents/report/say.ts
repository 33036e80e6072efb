import { safeText } from "#lib/domain/safe-text.ts";
import { roughly } from "#lib/domain/words.ts";
import type { Certainty, ReportTable, Statement } from "./report.ts";

const textMaxChars = 2_000;
const nameMaxChars = 120;

/** One sentence with its sources. Throws when it has none: a report says nothing that is not recorded. */
export function say(
  text: string,
  sources: readonly string[],
  more: { at?: number | null; certainty?: Certainty | null } = {},
): Statement {
  const named = uniqueSources(sources);
  if (named.length === 0) throw new Error("a statement of a report needs a source");
  const { at = null, certainty = null } = more;
  return { at, certainty, text: safeText(text, textMaxChars), sources: named };
}

/** A row of a table, as safe as a sentence. */
export function row(cells: readonly string[], sources: readonly string[]): ReportTable["rows"][number] {
  const named = uniqueSources(sources);
  if (named.length === 0) throw new Error("a row of a report needs a source");
  return { cells: cells.map((cell) => safeText(cell, textMaxChars)), sources: named };
}

function uniqueSources(sources: readonly string[]): string[] {
  return [...new Set(sources)].map((source) => safeText(source, 300));
}

/** A name of a host or a person within a sentence. */
export function named(text: string): string {
  return safeText(text, nameMaxChars);
}

/** "a, b and 3 more". */
export function some(names: readonly string[], shown = 12): string {
  const first = names.slice(0, shown).map(named);
  const rest = names.length - first.length;
  if (rest > 0) return `${first.join(", ")} and ${rest} more`;
  return first.join(", ");
}

/** How long something took, exactly enough to be told: "2 min 5 s". */
export function duration(ms: number): string {
  if (ms < 60_000 || ms >= 86_400_000) return roughly(ms);
  const seconds = Math.round(ms / 1_000);
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  if (hours > 0) return minutes === 0 ? `${hours} h` : `${hours} h ${minutes} min`;
  return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
}

/** "2026-11-23 03:12:07 UTC": with the day, for whoever reads it later. */
export function moment(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
