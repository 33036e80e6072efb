import { parts } from "./parts.ts";
import type { PartResult } from "./run-part.ts";

/**
 * Runs one part, named by the first argument, and tells its parent what came of it. When the parent dies, all that this
 * part started goes with it: the parent made it the head of a process group.
 */
process.on("disconnect", () => process.kill(-process.pid, "SIGKILL"));
const result: PartResult = await (
  parts[process.argv[2] ?? ""]?.run() ?? Promise.reject(new Error("no such part"))
).then(
  (rows) => ({ rows }),
  (error: unknown) => ({ problem: error instanceof Error ? error.message : String(error) }),
);
process.removeAllListeners("disconnect");
process.send?.(result, () => process.exit());
