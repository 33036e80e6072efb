import { createHash, randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/** SHA-256, hexadecimal. */
export function hashOf(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** The name of a file that is being made beside another one. It belongs to this agent, and to nobody else. */
export function temporaryBeside(path: string): string {
  return join(
    dirname(path),
    `.${basename(path).slice(0, 200)}.locksmith-${randomBytes(6).toString("hex")}.new`,
  );
}

/** Removes what a killed agent left half made beside a file. */
export function sweepBeside(path: string): void {
  const start = `.${basename(path).slice(0, 200)}.locksmith-`;
  for (const name of readdirSync(dirname(path))) {
    if (name.startsWith(start) && /^[0-9a-f]{12}\.new$/.test(name.slice(start.length))) {
      rmSync(join(dirname(path), name), { force: true });
    }
  }
}

/** Opens a new file for writing, never one that is there. */
export function openNew(path: string, mode: number): number {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  return openSync(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
}

/** Writes all of it, on disk when this returns. */
export function fillFile(fd: number, content: Uint8Array): void {
  for (let sent = 0; sent < content.length; ) sent += writeSync(fd, content, sent);
  fsyncSync(fd);
}

/** Makes a rename in a folder last. */
export function syncFolderOf(path: string): void {
  const folder = openSync(dirname(path), constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** The old content or the new one, whole, whatever happens; the new one is on disk when this returns. */
export function writeDurably(path: string, content: Uint8Array, mode: number): void {
  const fresh = temporaryBeside(path);
  try {
    const fd = openNew(fresh, mode);
    try {
      fillFile(fd, content);
    } finally {
      closeSync(fd);
    }
    renameSync(fresh, path);
    syncFolderOf(path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}
