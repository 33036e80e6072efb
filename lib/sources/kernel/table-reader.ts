import { type LockTable, parseLockTable } from "./lock-table.ts";
import { failed, GrowingBuffer, type ProcFs } from "./procfs.ts";

/** Room for some ten thousand locks; the kernel gives memory only for what is used of it. */
const usualBytes = 1 << 20;

/** Lines of the last table that could not be used. */
export type TableProblems = Pick<LockTable, "malformed" | "firstMalformed" | "omitted">;

/** Reads `/proc/locks` into one of two buffers and parses it only when a byte of it changed. */
export class TableReader {
  problems: TableProblems = { malformed: 0, firstMalformed: null, omitted: 0 };
  readonly #proc: ProcFs;
  #into = new GrowingBuffer(usualBytes);
  #kept = new GrowingBuffer(usualBytes);
  #keptBytes: Buffer | null = null;

  constructor(proc: ProcFs) {
    this.#proc = proc;
  }

  /** The table; null when it is byte for byte the same as the one before. A table out of reach is an empty one. */
  read(): LockTable | null {
    const result = this.#proc.bytes("locks", this.#into);
    const bytes = failed(result) ? Buffer.alloc(0) : result;
    if (this.#keptBytes?.equals(bytes)) return null;
    [this.#into, this.#kept] = [this.#kept, this.#into];
    this.#keptBytes = bytes;
    const table = parseLockTable(bytes.toString("latin1"));
    this.problems = table;
    return table;
  }
}
