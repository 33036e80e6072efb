import { safeText } from "#lib/domain/safe-text.ts";

/** Words in which nothing means anything to Markdown: letters of any script, numbers, times, and plain marks within them. */
const plainWord =
  /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}'’%–…]|:(?=\p{N})|(?<=\p{N})\.(?=\p{N})|-(?=[\p{L}\p{N}]))*$/u;
/** Marks around a word that stay outside of its code span. */
const framed = /^([("“„]*)(.*?)([)"”.,;:!?]*)$/su;
/** A number before these at the start of a line begins a list. */
const listStart = /^\d+[.)]$/;
/** Alone between spaces they mean nothing. */
const loneMarks = new Set(["–", "—", "…", "·", "×", "%", "(", ")"]);
/** Our own sentences set commands in backticks. */
const ticked = /^`([^`]+)`$/;

const textMaxChars = 4_000;

/**
 * Text of any origin as Markdown that reads as that text: whatever is more than plain words stands in code spans, in
 * which nothing has a meaning, not even to readers that make links of addresses. One line, whatever was in it.
 */
export function markdownText(text: string): string {
  return words(text)
    .map((word, at) => markdownWord(word, at === 0))
    .join(" ");
}

function words(text: string): string[] {
  return safeText(text, textMaxChars)
    .split(" ")
    .filter((word) => word !== "");
}

function markdownWord(word: string, first: boolean): string {
  if (first && (listStart.test(word) || !plainWord.test(word.charAt(0)))) return spanOf(word);
  if (plainWord.test(word) || (!first && loneMarks.has(word))) return word;
  const [, before = "", core = "", after = ""] = framed.exec(word) ?? [];
  if (core === "") return spanOf(word);
  if (plainWord.test(core) || (!first && loneMarks.has(core))) return `${before}${core}${after}`;
  return `${before}${spanOf(core)}${after}`;
}

function spanOf(word: string): string {
  return codeSpan(ticked.exec(word)?.[1] ?? word);
}

/** Its fence is longer than any row of backticks within. */
function codeSpan(text: string): string {
  const rows = text.match(/`+/g) ?? [];
  const fence = "`".repeat(rows.reduce((most, run) => Math.max(most, run.length), 0) + 1);
  const touches = text.startsWith("`") || text.endsWith("`");
  return touches ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`;
}

/**
 * A cell of a table. There a bar ends the cell even in a code span, and whether a backslash saves it depends on the one
 * before it: so a bar stands between code spans, as a character reference.
 */
export function markdownCell(text: string): string {
  return words(text)
    .map((word, at) => (word.includes("|") ? barredWord(word) : markdownWord(word, at === 0)))
    .join(" ");
}

function barredWord(word: string): string {
  return word
    .split("|")
    .map((part) => (part === "" ? "" : codeSpan(part)))
    .join("&#124;");
}
