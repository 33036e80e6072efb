// @ts-check
import { parseStartFlags, startHelp } from "./steps/flags.mjs";
import { preflight } from "./steps/preflight.mjs";
import { prepare } from "./steps/prepare.mjs";
import { progress } from "./steps/progress.mjs";
import { refuse, reportFailure } from "./steps/report-failure.mjs";
import { root } from "./steps/root.mjs";
import { markRunning } from "./steps/running.mjs";
import { serverPlan, userFolder, welcome } from "./steps/server-plan.mjs";
import { endWithNpm, stopRequested } from "./steps/stop-signal.mjs";
import { supervise } from "./steps/supervise.mjs";

/** @param {import("./steps/flags.mjs").StartOptions} options */
async function start(options) {
  const problem = await preflight(options);
  if (problem) {
    refuse(problem);
    return 1;
  }
  const steps = progress();
  await prepare(root, steps);
  markRunning(root);
  steps.say("Starting the server");
  return supervise({
    ...serverPlan(options, { ...process.env, NODE_ENV: "production" }),
    onReady(ready) {
      steps.say("Ready");
      process.stdout.write(welcome(options, ready));
    },
    stopRequested: stopRequested(),
  });
}

/** @returns {Promise<number>} exit code */
async function main() {
  const parsed = parseStartFlags(process.argv.slice(2), process.env, userFolder(root, process.env));
  if (parsed.kind === "run") return start(parsed.options).catch(reportFailure);
  if (parsed.kind === "help") process.stdout.write(`${startHelp}\n`);
  else refuse(parsed.message);
  return parsed.kind === "help" ? 0 : 2;
}

endWithNpm();
process.exit(await main());
