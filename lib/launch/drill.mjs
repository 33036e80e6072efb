// @ts-check
import { startChild } from "./steps/children.mjs";
import { answerDrill, drillConsoleVariable } from "./steps/drill-console.mjs";
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

const write = (/** @type {string} */ line) => process.stdout.write(`${line}\n`);

/**
 * Runs `locksmith drill` against the server of this data folder.
 * @param {StartOptions} options
 * @param {readonly string[]} flags
 * @param {Pick<import("./steps/children.mjs").ChildOptions, "env" | "onMessage">} [own] where it may ask for its server's end
 */
function runDrill({ dataDir }, flags, own = {}) {
  return startChild(["drill", "--data", dataDir, ...flags], {
    ...own,
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
 * With a server of its own, which Ctrl-C ends after the drill, or the end of the drill where that was to be the end.
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
  const isOnce = flags.includes("--once");
  /** @type {() => Promise<unknown>} */
  let endDrill = async () => undefined;
  let drillCode = 0;
  let isStopping = false;
  /** @type {(value?: unknown) => void} */
  let drillIsOver = () => undefined;
  const over = new Promise((resolve) => {
    drillIsOver = resolve;
  });
  const stop = stopRequested().then(() => {
    isStopping = true;
    return endDrill();
  });
  const code = await supervise({
    ...serverPlan(options, { ...process.env, NODE_ENV: "production" }),
    onReady(ready, server) {
      steps.say("Ready");
      process.stdout.write(`${welcome(options, ready)}${whatToClick(flags)}`);
      const env = { ...process.env, [drillConsoleVariable]: new URL(ready.url).origin };
      const drill = runDrill(options, ["--server", ready.url, ...flags], {
        env,
        onMessage: answerDrill(server, write),
      });
      endDrill = async () => {
        // Only a server that runs can remove what the drill left in it.
        await server.keep();
        return drill.stop(drillGraceMs);
      };
      void drill.ended.then(async (ended) => {
        if (isStopping) return;
        drillCode = ended.code ?? 1;
        write(drillOver(ended, ready.url, isOnce));
        await server.keep();
        if (isOnce) drillIsOver();
      });
    },
    stopRequested: Promise.race([stop, over]),
  });
  return code || (isOnce ? drillCode : 0);
}

/**
 * @param {import("./steps/children.mjs").Ended} ended
 * @param {string} url
 * @param {boolean} isOnce
 */
function drillOver({ code, signal }, url, isOnce) {
  const how = code === 0 ? "has ended" : `ended with an error (${signal ?? `exit code ${code}`})`;
  const next = isOnce ? "the server is stopped, too" : `the server goes on at ${url} until Ctrl-C`;
  return `locksmith: the drill ${how}; ${next}`;
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
