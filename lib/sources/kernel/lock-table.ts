import { type LockLine, parseLockLine, withoutOrdinal } from "./lock-line.ts";

export interface LockTable {
  /** Granted locks, each with its waiters. */
  entries: LockLine[];
  /** Granted locks by the text of their line without its ordinal, as descriptors repeat it. */
  byText: Map<string, LockLine>;
  /** Lines that no known kernel prints, and waiters without a lock to wait for. Reported, never guessed at. */
  malformed: number;
  firstMalformed: string | null;
  /** Granted locks left out because the table has more than `maxEntries`. */
  omitted: number;
}

/** Reads the whole of `/proc/locks`. Any input gives a table. */
export function parseLockTable(text: string, maxEntries = 200_000): LockTable {
  const table: LockTable = { entries: [], byText: new Map(), malformed: 0, firstMalformed: null, omitted: 0 };
  let last: LockLine | null = null;
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf("\n", from);
    const to = newline === -1 ? text.length : newline;
    const raw = text.slice(from, to);
    from = to + 1;
    if (raw === "") continue;
    const line = parseLockLine(raw);
    if (line?.depth === 0) {
      last = line;
      if (table.entries.length < maxEntries) {
        table.entries.push(line);
        table.byText.set(withoutOrdinal(raw), line);
      } else table.omitted += 1;
    } else if (line !== null && last !== null && last.ordinal === line.ordinal) {
      last.waiters = [...last.waiters, line];
    } else {
      table.malformed += 1;
      table.firstMalformed ??= raw.slice(0, 200);
    }
  }
  return table;
}

/**
 * The locks in the text of a `/proc/PID/fdinfo/FD` file; most descriptors have none. `known` spares reading a line
 * again that the table has word for word.
 */
export function parseFdinfoLocks(text: string, known?: ReadonlyMap<string, LockLine>): LockLine[] {
  const found: LockLine[] = [];
  for (let at = text.indexOf(mark); at !== -1; at = text.indexOf(mark, at + 1)) {
    if (at > 0 && text[at - 1] !== "\n") continue;
    const newline = text.indexOf("\n", at);
    const raw = text.slice(at + mark.length, newline === -1 ? text.length : newline);
    const line = known?.get(withoutOrdinal(raw)) ?? parseLockLine(raw);
    if (line !== null && line.depth === 0) found.push(line);
  }
  return found;
}

const mark = "lock:\t";
