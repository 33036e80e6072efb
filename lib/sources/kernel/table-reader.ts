import { type LockTable, parseLockTable } from "./lock-table.ts";
import { failed, GrowingBuffer, type ProcFs } from "./procfs.ts";

/** Room for some ten thousand locks; the kernel gives memory only for what is used of it. */
const usualBytes = 1 << 20;

/**
 * The kernel gives the table in pieces of a page, and a lock that goes between two of them takes a line of another lock
 * with it. A table of one piece is whole.
 */
const pieceBytes = 4_096;

/** Lines of the last table that could not be used. */
export type TableProblems = Pick<LockTable, "malformed" | "firstMalformed" | "omitted">;

/** Reads `/proc/locks` into one of two buffers and parses it only when a byte of it changed. */
export class TableReader {
  problems: TableProblems = { malformed: 0, firstMalformed: null, omitted: 0 };
  readonly #proc: ProcFs;
  #into = new GrowingBuffer(usualBytes);
  #kept = new GrowingBuffer(usualBytes);
  #keptBytes: Buffer | null = null;
  #keptLines: LockTable["byText"] = new Map();

  constructor(proc: ProcFs) {
    this.#proc = proc;
  }

  /**
   * The table; null when it is byte for byte the same as the one before. A table out of reach is an empty one. What is
   * missing for the first time is looked for once more: a lock that was only skipped must not count as gone and new.
   */
  read(): LockTable | null {
    const bytes = this.#bytes();
    if (this.#keptBytes?.equals(bytes)) return null;
    let table = this.#parse(bytes);
    const skipped = this.#keptBytes !== null && bytes.length >= pieceBytes && this.#misses(table);
    if (skipped) {
      const first = table;
      table = this.#parse(this.#bytes());
      // What only the first reading had is kept for now, and the next reading decides, whatever its bytes are.
      if (addMissing(table, first)) this.#keptBytes = null;
    }
    this.#keptLines = table.byText;
    this.problems = table;
    return table;
  }

  #bytes(): Buffer {
    const result = this.#proc.bytes("locks", this.#into);
    return failed(result) ? Buffer.alloc(0) : result;
  }

  #parse(bytes: Buffer): LockTable {
    [this.#into, this.#kept] = [this.#kept, this.#into];
    this.#keptBytes = bytes;
    return parseLockTable(bytes.toString("latin1"));
  }

  #misses({ byText }: LockTable): boolean {
    for (const text of this.#keptLines.keys()) if (!byText.has(text)) return true;
    return false;
  }
}

/** Puts into a table what another has and it has not; whether there was any. */
function addMissing(table: LockTable, other: LockTable): boolean {
  const before = table.byText.size;
  for (const [text, line] of other.byText) {
    if (table.byText.has(text)) continue;
    table.byText.set(text, line);
    table.entries.push(line);
  }
  return table.byText.size > before;
}
