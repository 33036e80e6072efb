import { readFileSync, renameSync, writeFileSync } from "node:fs";

/**
 * Remembers up to where the kernel log was reported, in a small file, so that an agent that is started again says
 * nothing twice. Without a file, or after another boot, there is no position.
 */
export class LogPosition {
  readonly #file: string | null;
  readonly #bootId: string;
  #micros: number | null;

  constructor(file: string | null, bootId: string) {
    this.#file = file;
    this.#bootId = bootId;
    this.#micros = file === null ? null : read(file, bootId);
  }

  /** Microseconds on the kernel's clock; null when nothing is known. */
  get micros(): number | null {
    return this.#micros;
  }

  /** Moves on. A file that cannot be written is no reason to stop: at worst, something is said twice. */
  advance(micros: number): void {
    if (this.#micros !== null && micros <= this.#micros) return;
    this.#micros = micros;
    if (this.#file === null) return;
    try {
      const fresh = `${this.#file}.new`;
      writeFileSync(fresh, JSON.stringify({ bootId: this.#bootId, micros }), { mode: 0o600 });
      renameSync(fresh, this.#file);
    } catch {
      // See above.
    }
  }
}

function read(file: string, bootId: string): number | null {
  try {
    const stored: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof stored !== "object" || stored === null || !("bootId" in stored) || !("micros" in stored))
      return null;
    return stored.bootId === bootId && Number.isSafeInteger(stored.micros) ? Number(stored.micros) : null;
  } catch {
    return null;
  }
}
