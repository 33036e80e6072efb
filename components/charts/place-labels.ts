import type { TimelineMark } from "./timeline-model.ts";

interface Wanted extends TimelineMark {
  /** Where the mark stands, and how wide its words are, in px. */
  px: number;
  width: number;
}

const rank = { critical: 0, warning: 1, info: 2 };
const airPx = 12;

/**
 * Which marks get their words, and from where: the gravest first, none over another, none cut by the edge.
 * Words start at their mark, or end there when the edge is too near.
 */
export function placeLabels(marks: readonly Wanted[], widthPx: number): { text: string; left: number }[] {
  const taken: { left: number; right: number; text: string }[] = [];
  const byRank = [...marks].sort((a, b) => rank[a.severity] - rank[b.severity] || b.atMs - a.atMs);
  for (const { px, width, text } of byRank) {
    const left = px - 4 + width <= widthPx ? Math.max(0, px - 4) : px + 5 - width;
    const right = left + width;
    if (left < 0 || taken.some((one) => left < one.right + airPx && right > one.left - airPx)) continue;
    taken.push({ left, right, text });
  }
  return taken.map(({ text, left }) => ({ text, left }));
}

interface Stretch {
  left: number;
  width: number;
}

/** What is free of a stretch beside words that stand in it, on their wider side; all of it without such words. */
export function roomBeside(left: number, width: number, words: Stretch | null): Stretch {
  const right = left + width;
  if (words === null || words.left >= right || words.left + words.width <= left) return { left, width };
  const before = words.left - left;
  const afterPx = words.left + words.width;
  const after = right - afterPx;
  return before > after ? { left, width: Math.max(0, before) } : { left: afterPx, width: Math.max(0, after) };
}
