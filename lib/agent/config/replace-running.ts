import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { askGuardian } from "#lib/agent/guardian/ask-guardian.ts";
import { tryFlock } from "#lib/sources/kernel/try-flock.ts";
import { locksOn } from "./file-locks.ts";
import { fillFile, openNew, syncFolderOf, temporaryBeside } from "./write-durably.ts";

export interface Replacement {
  /** Real path of the running file. */
  path: string;
  content: Buffer;
  guardians: readonly { pid: number; startTime: number }[];
  /** Newest epoch of the native lock, for a guardian. */
  epoch: number | null;
  by: string;
}

/**
 * Gives the running file a new content: readers see the old one or the new one, whole. Not while anybody else has a lock
 * on it: a guardian is asked to write; else the lock is held here until the new file, locked too, is in its place, so
 * that at no moment two can hold "the" lock on two inodes. Null when it is done; else why not, in words.
 */
export async function replaceRunning(replacement: Replacement): Promise<string | null> {
  const { path, guardians, epoch, by, content } = replacement;
  const { mismatch, guarded } = locksOn(path, guardians);
  if (mismatch !== null) return mismatch;
  if (guarded) {
    if (epoch === null) return "GUARDED, and the epoch of its lease is not known";
    return throughGuardian(path, { epoch, by, content });
  }
  const old = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    // Where there is no `flock` to try with, the table that was just read has to do.
    if ((await tryFlock(old)) === "held") return "HELD";
    await swap(path, content);
    return null;
  } finally {
    closeSync(old);
  }
}

/** Null when the guardian wrote it; else why not, or that this is not known. */
async function throughGuardian(
  path: string,
  write: { epoch: number; by: string; content: Buffer },
): Promise<string | null> {
  try {
    const answer = await askGuardian(path, write);
    if (answer === null) return "GUARDED, and the guardian cannot be asked";
    return answer.ok ? null : answer.because;
  } catch (error) {
    return `the guardian cannot be asked: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function swap(path: string, content: Buffer): Promise<void> {
  const before = statSync(path);
  const fresh = temporaryBeside(path);
  const fd = openNew(fresh, 0o600);
  try {
    fchmodSync(fd, before.mode & 0o7777);
    keepOwner(fd, before);
    fillFile(fd, content);
    await tryFlock(fd);
    renameSync(fresh, path);
    syncFolderOf(path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
}

/** Puts a file beside the running one, with its mode and owner, whole or not at all. */
export function placeBeside(running: string, path: string, content: Buffer): void {
  const before = statSync(running);
  const fresh = temporaryBeside(path);
  const fd = openNew(fresh, 0o600);
  try {
    fchmodSync(fd, before.mode & 0o7777);
    keepOwner(fd, before);
    fillFile(fd, content);
    renameSync(fresh, path);
    syncFolderOf(path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
}

/** Only root may give files away; others can write their own files alone. */
function keepOwner(fd: number, { uid, gid }: { uid: number; gid: number }): void {
  try {
    fchownSync(fd, uid, gid);
  } catch {
    // Content and mode are kept in any case.
  }
}
