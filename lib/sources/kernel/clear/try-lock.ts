import { closeSync, constants, fstatSync, openSync, statSync } from "node:fs";
import type { ClearHands, Named } from "./hands.ts";

/** Our own way to the locked file. Closing it frees whatever a try has taken. */
export interface Probe {
  fd: number;
  close: () => void;
}

/**
 * Opens the locked file through the descriptor of a stopped holder: that is the very inode, also when its path leads
 * elsewhere by now, and nothing can be made or replaced by it. Null when it is no regular file or may not be opened.
 */
export function openProbe({ proc }: ClearHands, holder: Named & { fd: number }): Probe | null {
  const path = `${proc.root}/${holder.pid}/fd/${holder.fd}`;
  try {
    // Opening a device or a pipe would do something.
    if (!statSync(path).isFile()) return null;
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    if (fstatSync(fd).isFile()) return { fd, close: () => closeSync(fd) };
    closeSync(fd);
  } catch {
    // Said as "not verified" by whoever asked.
  }
  return null;
}
