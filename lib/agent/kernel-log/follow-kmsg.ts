import { closeSync, constants, openSync, readSync } from "node:fs";
import { tunables } from "#lib/agent/tunables.ts";
import { pause } from "#lib/client/waiting/pause.ts";
import { type KernelRecord, parseKmsg } from "./record.ts";

/** Longer than any record that the kernel gives out (CONSOLE_EXT_LOG_MAX). */
const recordBytes = 16_384;

/** Opens the kernel's log for reading without waiting; null when there is none here, or no right to read it. */
export function openKmsg(path = "/dev/kmsg"): number | null {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch {
    return null;
  }
}

/**
 * Gives every record from the oldest that the kernel still has, then each new one, until told to stop. `onCaughtUp`
 * is called whenever there is nothing more to read. Closes the descriptor.
 */
export async function followKmsg(
  fd: number,
  options: { onRecord: (record: KernelRecord) => void; onCaughtUp: () => void; signal: AbortSignal },
): Promise<void> {
  const buffer = Buffer.allocUnsafe(recordBytes);
  try {
    while (!options.signal.aborted) {
      let more = true;
      for (let count = 0; more && count < tunables.kernelLogSlice; count += 1) {
        const raw = readRecord(fd, buffer);
        more = raw !== "empty";
        const record = more ? parseKmsg(raw) : null;
        if (record !== null) options.onRecord(record);
      }
      if (!more) options.onCaughtUp();
      await pause(more ? 0 : tunables.kernelLogPollMs, options.signal);
    }
  } finally {
    closeSync(fd);
  }
}

/** One read gives one record. Records that were overwritten before they were read are skipped. */
function readRecord(fd: number, buffer: Buffer): string {
  try {
    const length = readSync(fd, buffer, 0, buffer.length, null);
    return length === 0 ? "empty" : buffer.toString("utf8", 0, length);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    if (code === "EAGAIN") return "empty";
    if (code === "EPIPE") return "lost";
    throw error;
  }
}
