import type { Tone } from "#components/ui/state.ts";

/** The two themes; the first is the one that nobody has to ask for. */
export const themes = ["dark", "light"] as const;
export type Theme = (typeof themes)[number];

/** Surfaces from the deepest to what a pointer is over, with what each is for. */
export const surfaces = [
  { name: "sunken", use: "rail, coach, code" },
  { name: "base", use: "the page" },
  { name: "raised", use: "what floats; second-rank buttons" },
  { name: "hover", use: "under the pointer" },
  { name: "selected", use: "chosen; the one in the rail" },
] as const;

/** Tones of words, by how soon they are wanted. */
export const inks = [
  { name: "primary", use: "what is read first: names, figures, verdicts" },
  { name: "secondary", use: "sentences, values beside a name" },
  { name: "tertiary", use: "labels, units, times, zeros" },
] as const;

/** Every colour role that a state can have, good first. */
export const tones: readonly Tone[] = [
  "live",
  "held",
  "suspect",
  "hot",
  "stale",
  "quarantined",
  "paused",
  "unknown",
  "down",
];

/** Sizes of type, in CSS pixels at the browser's own size, with what each is for. */
export const typeScale = [
  { name: "2xs", px: 11, line: 16, use: "axis labels" },
  { name: "xs", px: 12, line: 16, use: "labels, notes, times beside" },
  { name: "sm", px: 13, line: 20, use: "everything: text, tables, fields" },
  { name: "md", px: 14, line: 20, use: "headings of sections" },
  { name: "lg", px: 16, line: 24, use: "a verdict; the title of a dialog" },
  { name: "xl", px: 20, line: 28, use: "the title of a page" },
  { name: "2xl", px: 26, line: 32, use: "counts" },
  { name: "3xl", px: 36, line: 40, use: "one figure that stands alone" },
] as const;

/** Steps of space, in CSS pixels, with what each parts. */
export const spaces = [
  { step: 1, px: 4, use: "mark and word" },
  { step: 2, px: 8, use: "buttons in a row" },
  { step: 3, px: 12, use: "cells; lines of a form" },
  { step: 4, px: 16, use: "parts of a header" },
  { step: 6, px: 24, use: "sections" },
  { step: 10, px: 40, use: "columns" },
] as const;
