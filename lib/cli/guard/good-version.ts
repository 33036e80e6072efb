import { createHash } from "node:crypto";
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";

/** A version of the guarded file that was written through its guardian, or that was there when it began. */
const goodVersion = z.object({
  hash: z.string().max(64),
  /** Wall clock of this host, epoch ms. */
  at: z.number().int(),
  by: z.string().max(300),
  epoch: z.number().int(),
});
export type GoodVersion = z.infer<typeof goodVersion>;

/** Who wrote what was there when it was first guarded. */
export const unknownWriter = "somebody unknown";

/** `next` is there while a write is being done: a crash leaves the file as one of the two. */
const record = z.object({ good: goodVersion.nullable(), next: goodVersion.nullable() });
type VersionRecord = z.infer<typeof record>;

export function hashOf(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** What is known of a guarded file's content, beside it on the disk, so that a successor can tell a clean state. */
export class VersionStore {
  readonly #file: string;
  #record: VersionRecord;

  /** Throws when there is a record that cannot be read: it may be somebody else's file. */
  constructor(file: string) {
    this.#file = file;
    this.#record = read(file);
  }

  get good(): GoodVersion | null {
    return this.#record.good;
  }

  /** On disk before the file is touched. */
  begin(next: GoodVersion): void {
    this.#save({ ...this.#record, next });
  }

  /** It is in the file now. */
  commit(good: GoodVersion): void {
    this.#save({ good, next: null });
  }

  /**
   * Whether a content is what it should be; null when nothing is recorded. Settles a write that a crash cut off: the
   * content is the one before, or the new one. Goes by what is on the disk now, not by what was there when it was made:
   * whoever stood by while another one wrote knows nothing else of those writes. Throws as the constructor does.
   */
  settle(hash: string): boolean | null {
    this.#record = read(this.#file);
    const { good, next } = this.#record;
    if (next !== null && next.hash === hash) this.commit(next);
    else if (next !== null && good?.hash === hash) this.commit(good);
    return this.#record.good === null ? null : this.#record.good.hash === hash;
  }

  #save(now: VersionRecord): void {
    const fresh = `${this.#file}.new`;
    const fd = openSync(fresh, "w", 0o600);
    writeSync(fd, JSON.stringify(now));
    fsyncSync(fd);
    closeSync(fd);
    renameSync(fresh, this.#file);
    syncFolder(this.#file);
    this.#record = now;
  }
}

/** A new name is on disk only when its folder is. */
export function syncFolder(file: string): void {
  const folder = openSync(dirname(file), "r");
  fsyncSync(folder);
  closeSync(folder);
}

function read(file: string): VersionRecord {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      return { good: null, next: null };
    throw error;
  }
  return record.parse(JSON.parse(text));
}
