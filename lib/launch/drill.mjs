// @ts-check
import { startChild } from "./steps/children.mjs";
import { drillHelp, splitDrillFlags } from "./steps/drill-flags.mjs";
import { parseStartFlags } from "./steps/flags.mjs";
import { preflight } from "./steps/preflight.mjs";
import { prepare } from "./steps/prepare.mjs";
import { progress } from "./steps/progress.mjs";
import { refuse, reportFailure } from "./steps/report-failure.mjs";
import { root } from "./steps/root.mjs";
import { markRunning } from "./steps/running.mjs";
import { serverPlan, userFolder, welcome } from "./steps/server-plan.mjs";
import { serverRunning } from "./steps/server-running.mjs";
import { endWithNpm, stopRequested } from "./steps/stop-signal.mjs";
import { supervise } from "./steps/supervise.mjs";

/** The drill removes everything that it made in this time, or its keeper does after it. */
const drillGraceMs = 10_000;

/** @typedef {import("./steps/flags.mjs").StartOptions} StartOptions */

/**
 * Runs `locksmith drill` against the server of this data folder.
 * @param {StartOptions} options
 * @param {readonly string[]} flags
 */
function runDrill({ dataDir }, flags) {
  return startChild(["drill", "--data", dataDir, ...flags], {
    onLine: (line, stream) => (stream === "stdout" ? process.stdout : process.stderr).write(`${line}\n`),
  });
}

/**
 * Against a server that runs already; it goes on afterwards.
 * @param {StartOptions} options
 * @param {readonly string[]} flags
 */
async function beside(options, flags) {
  const drill = runDrill(options, flags);
  void stopRequested().then(() => drill.stop(drillGraceMs));
  const { code } = await drill.ended;
  return code ?? 1;
}

/**
 * With a server of its own, which Ctrl-C ends after the drill.
 * @param {StartOptions} options
 * @param {readonly string[]} flags
 */
async function withServer(options, flags) {
  const problem = await preflight(options);
  if (problem) {
    refuse(problem);
    return 1;
  }
  const steps = progress();
  await prepare(root, steps);
  markRunning(root);
  steps.say("Starting the server");
  /** @type {import("./steps/children.mjs").Child | null} */
  let drill = null;
  return supervise({
    ...serverPlan(options, { ...process.env, NODE_ENV: "production" }),
    onReady(ready) {
      steps.say("Ready");
      process.stdout.write(`${welcome(options, ready)}${whatToClick(flags)}`);
      drill = runDrill(options, flags);
    },
    stopRequested: stopRequested().then(() => drill?.stop(drillGraceMs)),
  });
}

/** @param {readonly string[]} flags */
function whatToClick(flags) {
  const plays = flags.includes("--autopilot")
    ? "Open the address above and watch: played people repair what goes wrong."
    : flags.includes("--script")
      ? "Open the address above: what goes wrong goes wrong by itself, and you are the incident commander."
      : "Open the address above. The coach at the edge says what happened; its button begins the next act.\n  You are the incident commander: open the lock that is HOT, plan its clear, and follow its gates.";
  return `  ${plays}\n\n`;
}

/** @returns {Promise<number>} exit code */
async function main() {
  const { drill, start, steers } = splitDrillFlags(process.argv.slice(2));
  const parsed = parseStartFlags(start, process.env, userFolder(root, process.env));
  if (parsed.kind === "help") {
    process.stdout.write(`${drillHelp}\n`);
    return 0;
  }
  if (parsed.kind === "refuse") {
    refuse(parsed.message);
    return 2;
  }
  const { options } = parsed;
  if (steers || (await serverRunning(options.dataDir)) !== null) return beside(options, drill);
  return withServer(options, drill).catch(reportFailure);
}

endWithNpm();
process.exit(await main());
