import { roughly } from "#lib/domain/words.ts";

/** Choices of a duration for a select, up to a limit; `chosenMs` is among them, whatever it is. */
export function durationOptions(
  choicesMs: readonly number[],
  limit: { maxMs: number; chosenMs: number },
): { value: string; label: string }[] {
  const all = [...new Set([...choicesMs, limit.chosenMs, limit.maxMs])].filter((ms) => ms <= limit.maxMs);
  return all.toSorted((a, b) => a - b).map((ms) => ({ value: String(ms), label: roughly(ms) }));
}
