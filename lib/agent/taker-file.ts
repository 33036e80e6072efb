import { closeSync, constants, fstatSync, openSync, readSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { safeText } from "#lib/domain/safe-text.ts";
import { type KeptTakers, keptMost } from "#lib/sources/kernel/kept-takers.ts";

const count = z.number().int().nonnegative();
const pid = z.number().int();
const text = z.string().max(4_096);

const processFacts = z.object({
  pid,
  comm: text,
  state: text,
  ppid: pid,
  processGroup: pid,
  session: pid,
  kernelThread: z.boolean(),
  threads: count,
  startTime: count,
  command: text,
  program: text.nullable(),
  uid: count.nullable(),
  unit: text.nullable(),
});

const takerWindow = z.object({
  fromTicks: count,
  listedTicks: count,
  takerWasThere: z.boolean(),
  round: z.object({ cursor: count, pidMax: count }).nullable(),
});

const keptEntry = z.object({
  recordedPid: pid,
  mode: z.enum(["exclusive", "shared", "none"]),
  taker: processFacts.nullable(),
  firstSeenTicks: count,
  window: takerWindow.nullable(),
  children: z.array(z.tuple([pid, count])).max(keptMost.children),
});

const keptLock = z.object({
  key: text,
  entries: z.array(keptEntry).max(keptMost.entries),
  holders: z.array(z.object({ pid, startTime: count })).max(keptMost.holders),
});

const content = z.object({
  version: z.literal(1),
  bootId: z.string().min(1).max(64),
  pidNs: z.string().min(1).max(20),
  mark: z.object({ cursor: count, pidMax: count, forks: count }),
  locks: z.array(keptLock).max(keptMost.locks),
});

/** A longer file is not one that an agent wrote. */
const mostBytes = 8_000_000;

/**
 * Who took the locks of this host, on the agent's disk, so that a restart does not erase the proof that an orphan is
 * one. Anything that cannot be understood is no memory. Writes need not outlast the host: after a reboot nothing of it
 * counts.
 */
export class TakerFile {
  readonly #path: string | null;

  constructor(path: string | null) {
    this.#path = path;
  }

  read(): KeptTakers | null {
    if (this.#path === null) return null;
    try {
      const { version: _version, ...kept } = content.parse(JSON.parse(readBounded(this.#path)));
      return kept;
    } catch {
      return null;
    }
  }

  /** Whole or not at all. Null, or why it could not be written, in a sentence for the node's page. */
  write(kept: KeptTakers): string | null {
    if (this.#path === null) return null;
    const body = JSON.stringify({ version: 1, ...kept });
    if (Buffer.byteLength(body) > mostBytes) return `${consequence} (it would be too large).`;
    try {
      const fresh = `${this.#path}.new`;
      writeFileSync(fresh, body, { mode: 0o600 });
      renameSync(fresh, this.#path);
      return null;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
      return `${consequence} (${safeText(this.#path, 200)}: ${safeText(code, 20)}).`;
    }
  }
}

const consequence =
  "Who took a lock cannot be kept on disk: after a restart of this agent, an orphan may be only suspect";

function readBounded(path: string): string {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const { size } = fstatSync(file);
    if (size > mostBytes) throw new Error("too large");
    const bytes = Buffer.alloc(size);
    return bytes.toString("utf8", 0, readSync(file, bytes, 0, size, 0));
  } finally {
    closeSync(file);
  }
}
