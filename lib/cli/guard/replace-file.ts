import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import type { FileLock } from "./file-lock.ts";
import { syncFolder } from "./good-version.ts";

/**
 * Gives a locked file a new content: readers see the old one or the new one whole, and at no moment is the file that
 * the path leads to without our lock. Whatever fails leaves the file as it was.
 */
export async function replaceFile(path: string, content: Uint8Array, lock: FileLock): Promise<void> {
  const before = statSync(path);
  const fresh = `${path}.guard-new`;
  // Left by a crash, or put there by somebody else: it is not opened, whatever it is.
  rmSync(fresh, { force: true });
  const fd = openSync(fresh, constants.O_RDWR | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    for (let sent = 0; sent < content.length; ) sent += writeSync(fd, content, sent);
    fchmodSync(fd, before.mode & 0o7777);
    keepOwner(fd, before);
    fsyncSync(fd);
    if ((await lock.tryLock(fd)) !== "free") throw new Error("the new content could not be locked");
    renameSync(fresh, path);
  } catch (error) {
    closeSync(fd);
    rmSync(fresh, { force: true });
    throw error;
  }
  lock.adopt(fd);
  syncFolder(path);
}

/** Only root may give files away; others can write their own files alone. */
function keepOwner(fd: number, { uid, gid }: { uid: number; gid: number }): void {
  try {
    fchownSync(fd, uid, gid);
  } catch {
    // Mode and content matter more.
  }
}
