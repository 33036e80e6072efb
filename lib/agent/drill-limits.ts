import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { pause } from "#lib/client/waiting/pause.ts";
import { severities } from "#lib/domain/states.ts";
import type { Named } from "#lib/sources/kernel/clear/hands.ts";
import { failed, type ProcFs } from "#lib/sources/kernel/procfs.ts";
import type { HostEvent } from "./outbox.ts";

/** In the environment of each process that a drill started: the drill's id. */
export const drillMark = "LOCKSMITH_DRILL";

const lookEveryMs = 150;
const environMaxBytes = 64 * 1024;

/** A line of FOLDER/processes: what the drill's runner started, or saw being started by what it started. */
const recorded = z.object({ pid: z.number().int(), startTime: z.number().int() });
/** A line of FOLDER/kernel.log. */
const kernelLine = z.object({
  kind: z
    .string()
    .max(60)
    .regex(/^kernel\.[a-z-]+$/),
  severity: z.enum(severities),
  text: z.string().max(900),
});

/**
 * What an agent of a drill may do, on a host where everything else is real: see locks below the drill's folder alone, and
 * end the processes of the drill alone.
 */
export class DrillLimits {
  readonly folder: string;
  readonly #drillId: string;
  readonly #proc: ProcFs;

  constructor(folder: string, drillId: string, proc: ProcFs) {
    this.folder = folder;
    this.#drillId = drillId;
    this.#proc = proc;
  }

  /**
   * Why these processes may not be ended; null when all of them are the drill's own: its runner wrote them down by PID
   * and start time, and their environment has the drill's mark.
   */
  forbids(holders: readonly Named[]): string | null {
    const own = new Set(linesOf(this.folder, "processes", recorded).map(nameOf));
    const stranger = holders.find((one) => !own.has(nameOf(one)) || !this.#isMarked(one.pid));
    if (stranger === undefined) return null;
    return `This agent belongs to a drill and ends processes of the drill alone; PID ${stranger.pid} is none of them.`;
  }

  #isMarked(pid: number): boolean {
    const environ = this.#proc.text(`${pid}/environ`, environMaxBytes);
    return !failed(environ) && environ.split("\0").includes(`${drillMark}=${this.#drillId}`);
  }
}

/** Follows FOLDER/kernel.log in the place of the kernel's own log, until told to stop. */
export async function followDrillLog(
  folder: string,
  options: { onEvent: (event: HostEvent) => void; monoMs: () => number; signal: AbortSignal },
): Promise<void> {
  for (let told = 0; !options.signal.aborted; ) {
    const lines = linesOf(folder, "kernel.log", kernelLine);
    for (const line of lines.slice(told)) options.onEvent({ ...line, atMs: options.monoMs() });
    told = Math.max(told, lines.length);
    await pause(lookEveryMs, options.signal);
  }
}

function nameOf({ pid, startTime }: Named): string {
  return `${pid} ${startTime}`;
}

/** The whole lines of a file in the folder that can be read as such. */
function linesOf<T>(folder: string, file: string, schema: z.ZodType<T>): T[] {
  let text: string;
  try {
    text = readFileSync(join(folder, file), "utf8");
  } catch {
    return [];
  }
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  return whole.split("\n").flatMap((line) => {
    const parsed = line === "" ? undefined : schema.safeParse(parse(line));
    return parsed?.success === true ? [parsed.data] : [];
  });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
