import { type LockLine, parseLockLine } from "./lock-line.ts";

/** A granted lock with the lines of those who wait for it. */
export interface TableEntry {
  line: LockLine;
  waiters: LockLine[];
}

export interface LockTable {
  entries: TableEntry[];
  /** Lines that no known kernel prints, and waiters without a lock to wait for. Reported, never guessed at. */
  malformed: number;
  firstMalformed: string | null;
  /** Granted locks left out because the table has more than `maxEntries`. */
  omitted: number;
}

/** Reads the whole of `/proc/locks`. Any input gives a table. */
export function parseLockTable(text: string, maxEntries = 200_000): LockTable {
  const table: LockTable = { entries: [], malformed: 0, firstMalformed: null, omitted: 0 };
  let last: TableEntry | null = null;
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf("\n", from);
    const to = newline === -1 ? text.length : newline;
    const raw = text.slice(from, to);
    from = to + 1;
    if (raw === "") continue;
    const line = parseLockLine(raw);
    if (line?.depth === 0) {
      last = { line, waiters: [] };
      if (table.entries.length < maxEntries) table.entries.push(last);
      else table.omitted += 1;
    } else if (line !== null && last !== null && last.line.ordinal === line.ordinal) {
      last.waiters.push(line);
    } else {
      table.malformed += 1;
      table.firstMalformed ??= raw.slice(0, 200);
    }
  }
  return table;
}

/** The locks in the text of a `/proc/PID/fdinfo/FD` file; most descriptors have none. */
export function parseFdinfoLocks(text: string): LockLine[] {
  const found: LockLine[] = [];
  for (let at = text.indexOf("lock:\t"); at !== -1; at = text.indexOf("lock:\t", at + 1)) {
    if (at > 0 && text[at - 1] !== "\n") continue;
    const newline = text.indexOf("\n", at);
    const line = parseLockLine(text.slice(at + 6, newline === -1 ? text.length : newline));
    if (line !== null && line.depth === 0) found.push(line);
  }
  return found;
}
