import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { limits } from "#lib/domain/limits.ts";

const named = { pid: z.number().int(), startTime: z.number().int() };

/** One line of the journal. `begun` is written before anything is done, `stopping` before each stop. */
const journalEntry = z.discriminatedUnion("what", [
  z.object({ order: z.string(), what: z.literal("begun"), bootId: z.string(), key: z.string() }),
  z.object({
    order: z.string(),
    what: z.literal("stopping"),
    ...named,
    ticks: z.number(),
    wasStopped: z.boolean(),
  }),
  z.object({ order: z.string(), what: z.literal("ending") }),
  z.object({
    order: z.string(),
    what: z.literal("ended"),
    outcome: z.enum(["done", "refused", "failed"]),
    text: z.string(),
    lines: z.array(z.string()),
  }),
]);
type JournalEntry = z.infer<typeof journalEntry>;
type Ended = Extract<JournalEntry, { what: "ended" }>;

/** An order that was begun and has no end: this agent died over it. */
export interface Unfinished {
  order: string;
  bootId: string;
  key: string;
  stopped: Extract<JournalEntry, { what: "stopping" }>[];
  ending: boolean;
}

/**
 * What became of each order to end processes, on this host's disk: an order is begun once, whatever is delivered how
 * often, and whoever was stopped is found again by the agent that comes after.
 */
export class ClearJournal {
  readonly #file: string;
  readonly #ended = new Map<string, Ended>();
  readonly #begun = new Map<string, Unfinished>();
  #fd: number;

  /** Throws when the file can neither be read nor made. */
  constructor(file: string) {
    this.#file = file;
    for (const entry of readEntries(file)) this.#remember(entry);
    this.#fd = this.#rewrite();
  }

  /** How it ended; null when it did not, or was never begun. */
  result(order: string): Ended | null {
    return this.#ended.get(order) ?? null;
  }

  wasBegun(order: string): boolean {
    return this.#begun.has(order) || this.#ended.has(order);
  }

  unfinished(): Unfinished[] {
    return [...this.#begun.values()];
  }

  /** On disk when it returns; throws when it is not. */
  note(entry: JournalEntry): void {
    append(this.#fd, entry);
    fsyncSync(this.#fd);
    this.#remember(entry);
  }

  close(): void {
    closeSync(this.#fd);
  }

  #remember(entry: JournalEntry): void {
    const { order } = entry;
    if (entry.what === "begun") {
      this.#begun.set(order, { order, bootId: entry.bootId, key: entry.key, stopped: [], ending: false });
    } else if (entry.what === "ended") {
      this.#begun.delete(order);
      this.#ended.set(order, entry);
    } else {
      const begun = this.#begun.get(order);
      if (begun === undefined) return;
      if (entry.what === "stopping") begun.stopped.push(entry);
      else begun.ending = true;
    }
  }

  /** Whole lines alone, and no more than are of use: the last one may have been cut off by a crash. */
  #rewrite(): number {
    const fresh = `${this.#file}.new`;
    const fd = openSync(fresh, "w", 0o600);
    for (const entry of [...this.#ended.values()].slice(-limits.clearJournalMax)) append(fd, entry);
    for (const { order, bootId, key, stopped, ending } of this.#begun.values()) {
      append(fd, { order, what: "begun", bootId, key });
      for (const entry of stopped) append(fd, entry);
      if (ending) append(fd, { order, what: "ending" });
    }
    fsyncSync(fd);
    renameSync(fresh, this.#file);
    const folder = openSync(dirname(this.#file), "r");
    fsyncSync(folder);
    closeSync(folder);
    return fd;
  }
}

function append(fd: number, entry: JournalEntry): void {
  const line = Buffer.from(`${JSON.stringify(entry)}\n`);
  for (let sent = 0; sent < line.length; ) sent += writeSync(fd, line, sent);
}

function readEntries(file: string): JournalEntry[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
  return text.split("\n").flatMap((line) => {
    try {
      const parsed = journalEntry.safeParse(JSON.parse(line));
      return parsed.success ? [parsed.data] : [];
    } catch {
      return [];
    }
  });
}
