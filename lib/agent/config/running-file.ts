import { closeSync, constants, fstatSync, openSync, readSync, realpathSync, statSync } from "node:fs";
import { touchedByLine } from "#lib/domain/config-content.ts";
import { limits } from "#lib/domain/limits.ts";
import { hashOf } from "./write-durably.ts";

export interface RunningFile {
  /** Where the configured path leads. */
  path: string;
  content: Buffer;
  hash: string;
  /** The content as text; null when it is none in UTF-8. */
  text: string | null;
  modifiedAt: number;
  /** As its own last line says. */
  touchedBy: string | null;
}

/** The file as it is, or why it cannot be read, in words. Reads no more than a configuration may have. */
export function readRunning(configured: string): RunningFile | { trouble: string } {
  try {
    const path = realpathSync(configured);
    // A pipe in its place must not keep the agent.
    const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    try {
      const stat = fstatSync(fd);
      if (!stat.isFile()) return { trouble: "It is no ordinary file." };
      if (stat.size > limits.configMaxBytes) {
        return {
          trouble: `It has ${stat.size} bytes; a configuration has ${limits.configMaxBytes} at most.`,
        };
      }
      const content = readAll(fd, limits.configMaxBytes + 1);
      if (content.length > limits.configMaxBytes) return { trouble: "It grew while it was read." };
      const text = textOf(content);
      return {
        path,
        content,
        hash: hashOf(content),
        text,
        modifiedAt: Math.max(0, Math.round(stat.mtimeMs)),
        touchedBy: text === null ? null : touchedByLine(text),
      };
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    return { trouble: `It cannot be read (${codeOf(error)}).` };
  }
}

/** Changes with every write by ordinary means; a file that is not there has one too. */
export function signatureOf(configured: string): string {
  try {
    const stat = statSync(configured, { bigint: true, throwIfNoEntry: false });
    return stat === undefined
      ? "none"
      : `${stat.dev} ${stat.ino} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}`;
  } catch (error) {
    return codeOf(error);
  }
}

/** The code of an error of the system, for a sentence. */
export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException)?.code ?? (error instanceof Error ? error.message : "unknown error");
}

function readAll(fd: number, mostBytes: number): Buffer {
  const buffer = Buffer.alloc(mostBytes);
  let length = 0;
  for (;;) {
    const read = readSync(fd, buffer, length, mostBytes - length, null);
    length += read;
    if (read === 0 || length === mostBytes) return buffer.subarray(0, length);
  }
}

/** The server hashes text: only what comes back as the same bytes is text. */
function textOf(content: Buffer): string | null {
  const text = content.toString("utf8");
  return Buffer.from(text, "utf8").equals(content) && !text.includes("\0") ? text : null;
}
