import { safeText } from "#lib/domain/safe-text.ts";

// What a terminal may obey although JSON lets it through: C1 controls, bidirectional and invisible characters.
const obeyed = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** JSON for a pipe that is also safe on a terminal: the same value, with more characters escaped. */
export function safeJson(json: string): string {
  return json.replace(obeyed, (char) => (char === "\n" ? char : escapeUnits(char)));
}

function escapeUnits(char: string): string {
  return Array.from({ length: char.length }, (_, at) => {
    return `\\u${char.charCodeAt(at).toString(16).padStart(4, "0")}`;
  }).join("");
}

export function printJson(value: unknown): void {
  process.stdout.write(`${safeJson(JSON.stringify(value, null, 2))}\n`);
}

/** One line of JSON: for a command that goes on, and says more later. */
export function printLine(value: object): void {
  process.stdout.write(`${safeJson(JSON.stringify(value))}\n`);
}

export interface Column<T> {
  name: string;
  cell: (row: T) => string;
  /** Right-aligned. */
  number?: boolean;
  maxChars?: number;
}

const cellMaxChars = 60;

/** A table for a terminal: hostile text made safe, the last column not padded. */
export function table<T>(columns: readonly Column<T>[], rows: readonly T[]): string {
  const lines = [
    columns.map((c) => c.name),
    ...rows.map((row) => columns.map((c) => safeText(c.cell(row), c.maxChars ?? cellMaxChars))),
  ];
  const widths = columns.map((_, at) => Math.max(...lines.map((line) => [...(line[at] ?? "")].length)));
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, at) => pad(cell, at))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");

  function pad(cell: string, at: number): string {
    const fill = " ".repeat((widths[at] ?? 0) - [...cell].length);
    return columns[at]?.number === true ? fill + cell : cell + fill;
  }
}

/** "12 s", "3 min", "2 h", "5 d". */
export function ageText(fromAt: number | null, nowAt: number): string {
  if (fromAt === null) return "-";
  const seconds = Math.max(0, Math.round((nowAt - fromAt) / 1_000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} d`;
}

/** "2026-11-23 03:12:07", in this machine's time zone. */
export function timeText(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19).replace("T", " ");
}
