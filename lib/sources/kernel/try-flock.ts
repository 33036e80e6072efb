import { spawn } from "node:child_process";

const tryTimeoutMs = 5_000;

/**
 * Takes an exclusive flock without waiting, on the description that this descriptor belongs to. Node cannot flock(2);
 * `flock` of util-linux can, on a descriptor that it inherits: the lock is then ours too, and lasts until every copy of
 * the description is closed. `unknown`: there is no such program here, or it failed.
 */
export function tryFlock(fd: number): Promise<"free" | "held" | "unknown"> {
  return new Promise((resolve) => {
    const child = spawn("flock", ["--nonblock", "--exclusive", "--conflict-exit-code", "75", "3"], {
      stdio: ["ignore", "ignore", "ignore", fd],
      timeout: tryTimeoutMs,
      killSignal: "SIGKILL",
    });
    child.once("error", () => resolve("unknown"));
    child.once("exit", (code) => resolve(code === 0 ? "free" : code === 75 ? "held" : "unknown"));
  });
}
