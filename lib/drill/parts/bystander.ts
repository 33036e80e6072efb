import { writeFileSync } from "node:fs";
import { type OwnProcess, type Processes, signalOwn, untilGone } from "./processes.ts";

const tries = 40;

/**
 * Starts a process that has nothing to do with anything under a PID that was somebody's before. Null where the host
 * does not let one choose (it takes root, or CAP_CHECKPOINT_RESTORE, in the PID namespace), or others were faster.
 */
export async function startAs(processes: Processes, pid: number): Promise<OwnProcess | null> {
  for (let attempt = 0; attempt < tries; attempt += 1) {
    try {
      writeFileSync("/proc/sys/kernel/ns_last_pid", String(pid - 1));
    } catch {
      return null;
    }
    // It sleeps until its parent's end of the pipe is gone.
    const one = processes.start("cat", ["-"], { input: true });
    if (one.pid === pid) return one;
    signalOwn(one, "SIGKILL");
    await untilGone(one);
  }
  return null;
}
