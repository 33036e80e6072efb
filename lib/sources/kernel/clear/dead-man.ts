import { spawn } from "node:child_process";

/** Lets stopped processes go on when this one dies before it has done so itself. */
export interface DeadMan {
  /** Call it before the process is stopped. */
  watch: (pid: number) => void;
  /** All that was watched goes on or has ended. */
  dismiss: () => void;
}

/** Reads numbers until its input ends, which the death of this process does, and then lets them go on. */
const program = 'pids=; while read -r pid; do pids="$pids $pid"; done; [ -z "$pids" ] || kill -s CONT $pids';

/**
 * A process of its own that outlives a kill -9 of this one. Nothing depends on it: what it could not do, such as when
 * both are killed together, is done by the journal of the agent that comes after.
 */
export function startDeadMan(): DeadMan {
  const child = spawn("/bin/sh", ["-c", program], { stdio: ["pipe", "ignore", "ignore"] });
  const ignore = () => {};
  child.on("error", ignore);
  child.stdin.on("error", ignore);
  child.unref();
  return {
    watch: (pid) => void child.stdin.write(`${pid}\n`),
    dismiss: () => {
      child.kill("SIGKILL");
      child.stdin.destroy();
    },
  };
}
