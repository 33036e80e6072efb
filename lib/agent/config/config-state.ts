import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { hashOf, writeDurably } from "./write-durably.ts";

const oneState = z.object({
  /** Hashes that this agent put into the running file, newest last: what it wrote it may replace. */
  wrote: z.array(z.string()).max(20).default([]),
  /** Hash of the shadow that it put there. */
  shadow: z.string().nullable().default(null),
  /** The promoted version, which is what to come back to; its content is kept beside. */
  base: z.object({ version: z.number(), hash: z.string() }).nullable().default(null),
});
export type OneState = z.infer<typeof oneState>;
const allStates = z.record(z.string(), oneState);

const wroteMax = 10;

/**
 * What an agent remembers of its configurations across its own death, in a folder of its own: written before a file is
 * touched, so that a kill at any point leaves no write that nobody knows of. Without a folder it is kept in memory.
 */
export class ConfigState {
  readonly #folder: string | null;
  #states: Record<string, OneState> = {};

  constructor(folder: string | null) {
    this.#folder = folder;
    if (folder === null) return;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#states = read(join(folder, "state.json"));
  }

  of(name: string): OneState {
    return Object.hasOwn(this.#states, name)
      ? (this.#states[name] ?? oneState.parse({}))
      : oneState.parse({});
  }

  /** This hash is about to be put into the running file. */
  noteWrite(name: string, hash: string): void {
    const { wrote } = this.of(name);
    this.#change(name, { wrote: [...wrote.filter((one) => one !== hash), hash].slice(-wroteMax) });
  }

  noteShadow(name: string, hash: string | null): void {
    if (this.of(name).shadow !== hash) this.#change(name, { shadow: hash });
  }

  /** The promoted version; its content is on disk before it is called the one to come back to. */
  noteBase(name: string, base: { version: number; hash: string }, content: Buffer): void {
    const known = this.of(name).base;
    if (known?.hash === base.hash) {
      if (known.version !== base.version) this.#change(name, { base });
      return;
    }
    if (this.#folder !== null) writeDurably(join(this.#folder, base.hash), content, 0o600);
    this.#change(name, { base });
    const isUsed = Object.values(this.#states).some((state) => state.base?.hash === known?.hash);
    if (known !== null && !isUsed && this.#folder !== null)
      rmSync(join(this.#folder, known.hash), { force: true });
  }

  /** Content of the promoted version; null when it is not kept, or is not what it was. */
  baseContent(name: string): Buffer | null {
    const { base } = this.of(name);
    if (base === null || this.#folder === null || !/^[0-9a-f]{64}$/.test(base.hash)) return null;
    try {
      const content = readFileSync(join(this.#folder, base.hash));
      return hashOf(content) === base.hash ? content : null;
    } catch {
      return null;
    }
  }

  #change(name: string, change: Partial<OneState>): void {
    const states = { ...this.#states };
    Object.defineProperty(states, name, {
      value: { ...this.of(name), ...change },
      enumerable: true,
      configurable: true,
      writable: true,
    });
    this.#states = states;
    if (this.#folder === null) return;
    writeDurably(join(this.#folder, "state.json"), Buffer.from(JSON.stringify(states)), 0o600);
  }
}

/** Nothing, or nothing readable, is remembered as nothing: then this agent replaces less, not more. */
function read(file: string): Record<string, OneState> {
  try {
    return allStates.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return {};
  }
}
