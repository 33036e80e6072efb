// @ts-check
import { join } from "node:path";
import { commandSource } from "./steps/command-main.mjs";
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
import { watchSources } from "./steps/watch.mjs";

/** What runs in the server's or the agent's process; pages are reloaded by Next itself. */
const watched = ["agent", "cli", "contract", "domain", "server", "sources", "store"];

/** @param {import("./steps/flags.mjs").StartOptions} options */
async function develop(options) {
  const problem = await preflight(options);
  if (problem) {
    refuse(problem);
    return 1;
  }
  const steps = progress();
  await prepare(root, steps, { pages: false });
  markRunning(root);
  const stop = stopRequested().then(() => "stop");
  for (;;) {
    /** @type {() => void} */
    let unwatch = () => undefined;
    /** @type {Promise<string>} */
    const change = new Promise((resolve) => {
      const folders = watched.map((folder) => join(root, "lib", folder));
      unwatch = watchSources(folders, () => resolve("change"));
    });
    const next = Promise.race([stop, change]);
    const code = await supervise({
      ...serverPlan(options, { ...process.env, NODE_ENV: "development", LOCKSMITH_DEV: "1" }),
      main: commandSource(),
      onReady: (ready) => process.stdout.write(welcome(options, ready)),
      stopRequested: next,
    });
    if (code !== 0) steps.say("Waiting for a change");
    const why = await next;
    unwatch();
    if (why === "stop") return code;
    steps.say("Sources changed: starting again");
  }
}

/** @returns {Promise<number>} exit code */
async function main() {
  const parsed = parseStartFlags(process.argv.slice(2), process.env, userFolder(root, process.env));
  if (parsed.kind === "run") return develop(parsed.options).catch(reportFailure);
  if (parsed.kind === "help") process.stdout.write(`${startHelp.replace("npm start", "npm run dev")}\n`);
  else refuse(parsed.message);
  return parsed.kind === "help" ? 0 : 2;
}

endWithNpm();
process.exit(await main());
