import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { type KernelRecord, parseJournal } from "./record.ts";

/**
 * Gives the kernel's messages of this boot from the journal, then each new one, until told to stop. Resolves with
 * the reason when the journal cannot be followed, null when it was stopped.
 */
export function followJournal(options: {
  onRecord: (record: KernelRecord) => void;
  signal: AbortSignal;
}): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn("journalctl", ["-k", "-f", "-o", "json", "-n", "1000", "--no-pager"], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let complaint = "";
    const stop = () => child.kill("SIGTERM");
    const finish = (reason: string) => {
      options.signal.removeEventListener("abort", stop);
      resolve(options.signal.aborted ? null : reason);
    };
    options.signal.addEventListener("abort", stop, { once: true });
    child.stderr.on("data", (chunk: Buffer) => {
      complaint = `${complaint}${chunk.toString()}`.slice(0, 500);
      // It would wait forever for files that this user may not see.
      if (/No journal files were (?:found|opened)/.test(complaint)) child.kill("SIGTERM");
    });
    createInterface({ input: child.stdout }).on("line", (line) => {
      const record = parseJournal(line);
      if (record !== null) options.onRecord(record);
    });
    child.once("error", (error) => finish(error.message));
    child.once("close", (code) =>
      finish(complaint.trim().split("\n").at(-1) || `journalctl ended with ${code}`),
    );
  });
}
