import { readFileSync, statSync } from "node:fs";
import { touchedByLine } from "#lib/domain/config-content.ts";
import { FileLock } from "./file-lock.ts";
import { type GoodVersion, hashOf, unknownWriter, VersionStore } from "./good-version.ts";
import { replaceFile } from "./replace-file.ts";

/** Who touched the file last, as far as that is known. */
export interface Touch {
  hash: string;
  /** Wall clock of this host, epoch ms. */
  at: number;
  by: string | null;
  /** False when it was not written through its guardian. */
  through: boolean;
}

/** The file on the disk, its lock, and what is known of its content. */
export class GuardedFile {
  readonly path: string;
  readonly lock: FileLock;
  readonly #versions: VersionStore;
  #seen = "";
  #touch: Touch;

  /** Reads the file and what was recorded of it. Throws when there is no such file. */
  constructor(path: string, lock = new FileLock(path)) {
    this.path = path;
    this.lock = lock;
    this.#versions = new VersionStore(`${path}.guard.json`);
    this.#touch = this.#read();
  }

  get touch(): Touch {
    return this.#touch;
  }

  get good(): GoodVersion | null {
    return this.#versions.good;
  }

  /** With the lock held: whether the content is the last good one. Without a record, what is there becomes it. */
  check(epoch: number): { hash: string; clean: boolean | null } {
    this.#touch = this.#read();
    const { hash, at, by } = this.#touch;
    const clean = this.#versions.settle(hash);
    if (clean === null) this.#versions.commit({ hash, at, by: by ?? unknownWriter, epoch });
    if (clean === true) this.#touch = { ...this.#touch, by: this.good?.by ?? by, through: true };
    return { hash, clean };
  }

  /** With the lock held: writes a new content, on disk when it resolves. */
  async write(content: Uint8Array, version: Omit<GoodVersion, "hash">): Promise<GoodVersion> {
    const next = { ...version, hash: hashOf(content) };
    this.#versions.begin(next);
    await replaceFile(this.path, content, this.lock);
    this.#versions.commit(next);
    this.#seen = signature(this.path);
    this.#touch = { hash: next.hash, at: next.at, by: next.by, through: true };
    return next;
  }

  /** What somebody else did to the file since the last look; null when nothing. */
  look(): Touch | null {
    if (signature(this.path) === this.#seen) return null;
    const { hash } = this.#touch;
    const now = this.#read();
    if (now.hash === hash) return null;
    this.#touch = now;
    return now;
  }

  #read(): Touch {
    // First, so that a change while it is read is a change that the next look sees.
    this.#seen = signature(this.path);
    const content = readFileSync(this.path);
    const at = Math.round(statSync(this.path).mtimeMs);
    return { hash: hashOf(content), at, by: touchedByLine(content.toString("utf8")), through: false };
  }
}

/** Changes with every write by ordinary means; empty when the file is gone. */
function signature(path: string): string {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stat === undefined ? "" : `${stat.ino} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}`;
}
