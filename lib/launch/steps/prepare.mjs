// @ts-check
import { join } from "node:path";
import { build, isBuilt } from "./build.mjs";
import { bundle } from "./bundle.mjs";
import { isBundled } from "./command-main.mjs";
import { exclusively } from "./exclusive.mjs";
import { install, isInstalled } from "./install.mjs";
import { CommandFailed } from "./run-command.mjs";
import { othersRunning } from "./running.mjs";

/** @typedef {ReturnType<typeof import("./progress.mjs").progress>} Progress */

/** Something the user has to do first, said in one line. */
export class NotNow extends Error {}

/**
 * Makes the clone ready to run: installs and builds what changed, and nothing when nothing did.
 * @param {string} dir the clone
 * @param {Progress} progress
 * @param {{ pages?: boolean }} [options] pages: whether what is built is needed: the pages, and the command in one file
 */
export async function prepare(dir, progress, { pages = true } = {}) {
  const isReady = () => isInstalled(dir) && (!pages || (isBuilt(dir) && isBundled(dir)));
  if (isReady()) return;
  const onWait = (/** @type {{ pid: number, host: string }} */ holder, /** @type {string} */ verdict) => {
    const doubt = verdict === "unknown" ? ` on ${holder.host}; if it is gone, remove .launch/lock` : "";
    progress.say(`Waiting for another start in this folder (PID ${holder.pid}${doubt})`);
  };
  const goOn = (/** @type {unknown} */ error) => {
    if (!(error instanceof CommandFailed)) throw error;
    progress.say(`${error.message}; it runs from its sources, and starts more slowly:\n${error.output}`);
  };
  await exclusively(join(dir, ".launch", "lock"), { onWait }, async () => {
    if (isReady()) return;
    if (!isInstalled(dir) || (pages && !isBuilt(dir))) refuseBelowOthers(dir);
    if (!isInstalled(dir)) await progress.step("Installing packages", () => install(dir));
    if (pages && !isBuilt(dir)) await progress.step("Building the pages", () => build(dir));
    if (pages && !isBundled(dir)) await progress.step("Bundling the command", () => bundle(dir)).catch(goOn);
  });
}

/**
 * A running server reads packages and pages as it goes; replacing them below it would break it hours later.
 * @param {string} dir
 */
function refuseBelowOthers(dir) {
  const [pid] = othersRunning(dir);
  if (pid === undefined) return;
  throw new NotNow(
    `sources changed, and a Locksmith started from this folder still runs (PID ${pid}); stop it first`,
  );
}
