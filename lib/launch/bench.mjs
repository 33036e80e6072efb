// @ts-check
import { spawn } from "node:child_process";
import { join } from "node:path";
import { pinnedNode } from "./steps/pinned-node.mjs";
import { prepare } from "./steps/prepare.mjs";
import { progress } from "./steps/progress.mjs";
import { reportFailure } from "./steps/report-failure.mjs";
import { root } from "./steps/root.mjs";
import { markRunning } from "./steps/running.mjs";
import { endWithNpm } from "./steps/stop-signal.mjs";

/** @returns {Promise<number>} exit code of the benchmark */
async function bench() {
  // Progress goes to standard error: standard output is the table alone.
  await prepare(
    root,
    progress((line) => process.stderr.write(`${line}\n`)),
  );
  markRunning(root);
  const main = join(root, "lib", "launch", "bench", "main.ts");
  const child = spawn(pinnedNode(), [main, ...process.argv.slice(2)], { cwd: root, stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"]) {
    process.on(signal, () => child.kill(/** @type {NodeJS.Signals} */ (signal)));
  }
  return new Promise((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
}

endWithNpm();
process.exit(await bench().catch(reportFailure));
