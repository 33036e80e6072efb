import { closeSync, openSync, readdirSync, readlinkSync, readSync, statSync } from "node:fs";

/** Why something under /proc could not be read. A process that vanished meanwhile is `gone`. */
export type ProcFailure = { failure: "gone" | "denied" | "other" };

const gone: ProcFailure = { failure: "gone" };
const denied: ProcFailure = { failure: "denied" };
const other: ProcFailure = { failure: "other" };

/** True for a read that failed. */
export function failed<T>(result: T | ProcFailure): result is ProcFailure {
  return typeof result === "object" && result !== null && "failure" in result;
}

/** Instance of a directory below /proc: another `inode` is another process; `size` counts open descriptors. */
export interface DirMark {
  inode: number;
  size: number;
}

/** A proc file shorter than a page comes in one read; asking again would only cost a call. */
const oneReadBytes = 3072;

/**
 * Synchronous reads below one proc mount, with one reused buffer: a scan makes tens of thousands of them, and a
 * promise each would cost more than the reading. `root` is `/proc`, or a made-up tree in tests.
 */
export class ProcFs {
  readonly root: string;
  readonly #prefix: string;
  readonly #buffer = Buffer.allocUnsafe(1 << 16);
  readonly #whole = new GrowingBuffer();

  constructor(root = "/proc") {
    this.root = root;
    this.#prefix = `${root}/`;
  }

  /** Reads a small file, at most `maxBytes`, as text. */
  text(path: string, maxBytes = 1 << 16): string | ProcFailure {
    let fd: number;
    try {
      fd = openSync(this.#prefix + path, "r");
    } catch (error) {
      return failureOf(error);
    }
    try {
      const limit = Math.min(maxBytes, this.#buffer.length);
      let length = 0;
      while (length < limit) {
        const got = readSync(fd, this.#buffer, length, limit - length, null);
        length += got;
        if (got === 0 || length < oneReadBytes) break;
      }
      return this.#buffer.toString("utf8", 0, length);
    } catch (error) {
      return failureOf(error);
    } finally {
      closeSync(fd);
    }
  }

  /** Whether a file is there and may be read; nothing of it is. */
  opens(path: string): boolean {
    try {
      closeSync(openSync(this.#prefix + path, "r"));
      return true;
    } catch {
      return false;
    }
  }

  /** Reads a file of any length into `into` (grown when needed) and gives the bytes read. */
  bytes(path: string, into: GrowingBuffer): Buffer | ProcFailure {
    let fd: number;
    try {
      fd = openSync(this.#prefix + path, "r");
    } catch (error) {
      return failureOf(error);
    }
    try {
      let length = 0;
      for (;;) {
        if (into.buffer.length - length < 4096) into.grow();
        const got = readSync(fd, into.buffer, length, into.buffer.length - length, null);
        length += got;
        if (got === 0 || length < oneReadBytes) return into.buffer.subarray(0, length);
      }
    } catch (error) {
      return failureOf(error);
    } finally {
      closeSync(fd);
    }
  }

  /** Reads a file of any length as text. */
  wholeText(path: string): string | ProcFailure {
    const bytes = this.bytes(path, this.#whole);
    return failed(bytes) ? bytes : bytes.toString("utf8");
  }

  /** What a file of any length says from a mark on; empty when the mark is not in it. For text in ASCII. */
  textFrom(path: string, mark: Buffer): string | ProcFailure {
    const bytes = this.bytes(path, this.#whole);
    if (failed(bytes)) return bytes;
    const at = bytes.indexOf(mark);
    return at === -1 ? "" : bytes.toString("latin1", at);
  }

  link(path: string): string | ProcFailure {
    try {
      return readlinkSync(this.#prefix + path);
    } catch (error) {
      return failureOf(error);
    }
  }

  list(path: string): string[] | ProcFailure {
    try {
      return readdirSync(this.#prefix + path);
    } catch (error) {
      return failureOf(error);
    }
  }

  /** The PIDs that are visible, in the order of the directory. */
  pids(): number[] {
    const names = this.list("");
    if (failed(names)) return [];
    const pids: number[] = [];
    for (const name of names) {
      const first = name.charCodeAt(0);
      if (first >= 49 && first <= 57 && /^\d{1,10}$/.test(name)) pids.push(Number(name));
    }
    return pids;
  }

  /** Inode and size of a directory; null when it is gone or out of reach. */
  mark(path: string): DirMark | null {
    try {
      const stat = statSync(this.#prefix + path, { throwIfNoEntry: false });
      return stat === undefined ? null : { inode: stat.ino, size: stat.size };
    } catch {
      return null;
    }
  }
}

/** A buffer that doubles when a file turns out longer, and is kept for the next read. */
export class GrowingBuffer {
  buffer: Buffer;

  constructor(bytes = 1 << 16) {
    this.buffer = Buffer.allocUnsafe(bytes);
  }

  grow(): void {
    const larger = Buffer.allocUnsafe(this.buffer.length * 2);
    this.buffer.copy(larger);
    this.buffer = larger;
  }
}

function failureOf(error: unknown): ProcFailure {
  const code = error instanceof Error && "code" in error ? error.code : "";
  if (code === "ENOENT" || code === "ESRCH" || code === "ENOTDIR") return gone;
  if (code === "EACCES" || code === "EPERM") return denied;
  return other;
}
