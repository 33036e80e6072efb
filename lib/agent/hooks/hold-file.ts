import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { z } from "zod";
import type { HeldUnit, Hold } from "#lib/domain/operations/hold.ts";
import { hookCommand } from "./hook-config.ts";

const hold = z.object({
  orderId: z.string(),
  operationId: z.string(),
  untilMs: z.number(),
  drainUntilMs: z.number(),
  fromMs: z.number().optional(),
  mostMs: z.number().optional(),
  reason: z.string(),
});

const entry = z.object({
  unit: z.object({
    state: z.enum(["running", "draining", "paused", "resuming", "failed"]),
    holds: z.array(hold),
    sinceMs: z.number().nullable(),
    over: z.array(hold),
  }),
  service: z.string(),
  /** As it was configured when the unit was drained: it is resumed even if it was taken out of the configuration. */
  resume: hookCommand,
  /** Operation of the last hold on it, also when that is over and it is still to be resumed. */
  heldBy: z.string().default(""),
});
export type HoldEntry = z.infer<typeof entry>;

const content = z.object({
  version: z.literal(1),
  bootId: z.string(),
  /** On the clock since the boot. */
  writtenMs: z.number(),
  units: z.record(z.string(), entry),
});

/** The clock is read in steps of 10 ms, by two processes. */
const clockStepMs = 50;

export type HoldFileContent = ReadonlyMap<string, HoldEntry>;

/**
 * What is held now, on the agent's disk, so that an agent that was killed resumes it after its restart. Times are of
 * the clock since the boot, which is the same for every process of this boot and of no use in another.
 */
export class HoldFile {
  readonly #path: string | null;
  readonly #bootId: string;
  readonly #nowMs: () => number;
  readonly #entries = new Map<string, HoldEntry>();

  constructor(path: string | null, bootId: string, nowMs: () => number) {
    this.#path = path;
    this.#bootId = bootId;
    this.#nowMs = nowMs;
  }

  /**
   * What an earlier agent left. After a restart of the host nothing is held any more, and all of it is to be resumed.
   * Null when the file is there and cannot be understood: then nobody knows, and everything is to be resumed.
   */
  read(): HoldFileContent | null {
    const text = this.#text();
    if (text === null) return new Map();
    try {
      const { bootId, writtenMs, units } = content.parse(JSON.parse(text));
      // A container that was restarted has the boot id of its host, and perhaps a clock of its own that began anew.
      const same = bootId !== "" && bootId === this.#bootId && writtenMs <= this.#nowMs() + clockStepMs;
      for (const [name, known] of Object.entries(units)) {
        this.#entries.set(name, same ? known : { ...known, unit: withoutHolds(known.unit) });
      }
      return new Map(this.#entries);
    } catch {
      return null;
    }
  }

  /** Remembers how a unit is held; null: it runs. On disk when this returns. Throws when it cannot be written. */
  keep(name: string, held: HoldEntry | null): void {
    const before = this.#entries.get(name);
    if (held === null ? before === undefined : JSON.stringify(held) === JSON.stringify(before)) return;
    if (held === null) this.#entries.delete(name);
    else this.#entries.set(name, held);
    this.#write();
  }

  #text(): string | null {
    if (this.#path === null) return null;
    try {
      return readFileSync(this.#path, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
      return "";
    }
  }

  #write(): void {
    if (this.#path === null) throw new Error("There is no file to remember a hold in: give --state.");
    const body = {
      version: 1,
      bootId: this.#bootId,
      writtenMs: this.#nowMs(),
      units: Object.fromEntries(this.#entries),
    };
    const next = `${this.#path}.next`;
    const file = openSync(next, "w", 0o600);
    try {
      writeSync(file, JSON.stringify(body));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(next, this.#path);
  }
}

/** Held by nobody: it is resumed. */
function withoutHolds(unit: HeldUnit): HoldEntry["unit"] {
  const none: Hold[] = [];
  return {
    ...unit,
    sinceMs: null,
    holds: none,
    over: [...none],
    state: unit.state === "running" ? "paused" : unit.state,
  };
}
