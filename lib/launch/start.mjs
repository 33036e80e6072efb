// @ts-check
import { hostname } from "node:os";
import { join } from "node:path";
import { parseStartFlags, startHelp } from "./steps/flags.mjs";
import { preflight } from "./steps/preflight.mjs";
import { NotNow, prepare } from "./steps/prepare.mjs";
import { progress } from "./steps/progress.mjs";
import { root } from "./steps/root.mjs";
import { CommandFailed, Interrupted } from "./steps/run-command.mjs";
import { markRunning } from "./steps/running.mjs";
import { stopRequested } from "./steps/stop-signal.mjs";
import { supervise } from "./steps/supervise.mjs";

/** @typedef {import("./steps/flags.mjs").StartOptions} StartOptions */

/** @param {string} message */
function refuse(message) {
  process.stderr.write(`locksmith: ${message}\n`);
}

/** @param {StartOptions} options */
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
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    serverArgs: serverArgs(options),
    agentArgs: options.agent ? (ready) => agentArgs(options, ready.url) : null,
    print: (line) => process.stdout.write(`${line}\n`),
    onReady(ready) {
      steps.say("Ready");
      process.stdout.write(welcome(options, ready));
    },
    stopRequested: stopRequested(),
  });
}

/** @param {StartOptions} options */
function serverArgs({ host, port, dataDir, publicUrl }) {
  const args = ["server", "--host", host, "--port", String(port), "--data", dataDir];
  return publicUrl ? [...args, "--public-url", publicUrl] : args;
}

/**
 * @param {StartOptions} options
 * @param {string} url
 */
function agentArgs({ dataDir }, url) {
  return ["agent", "--server", url, "--token-file", join(dataDir, "agent-token"), "--node", hostname()];
}

/**
 * @param {StartOptions} options
 * @param {import("./steps/supervise.mjs").Ready} ready
 */
function welcome({ agent, publicUrl }, { url, signInUrl }) {
  const lines = [`  Locksmith     ${publicUrl ?? url}`];
  if (signInUrl) lines.push(`  sign in once  ${signInUrl}`);
  lines.push(agent ? `  agent         ${hostname()}` : "  agent         none (--no-agent)");
  return `\n${lines.join("\n")}\n\n  Ctrl-C stops all of it.\n\n`;
}

/** @param {unknown} error */
function failed(error) {
  if (error instanceof Interrupted) return error.exitCode;
  if (error instanceof CommandFailed) process.stderr.write(`${error.output}\n`);
  else if (!(error instanceof NotNow) && error instanceof Error && error.stack) {
    process.stderr.write(`${error.stack}\n`);
  }
  refuse(error instanceof Error ? error.message : String(error));
  return 1;
}

/** @returns {Promise<number>} exit code */
async function main() {
  // npm changes into the clone; a relative data folder is meant from where the user stands.
  const cwd =
    (process.env["npm_package_json"] === join(root, "package.json") && process.env["INIT_CWD"]) ||
    process.cwd();
  const parsed = parseStartFlags(process.argv.slice(2), process.env, cwd);
  if (parsed.kind === "run") return start(parsed.options).catch(failed);
  if (parsed.kind === "help") process.stdout.write(`${startHelp}\n`);
  else refuse(parsed.message);
  return parsed.kind === "help" ? 0 : 2;
}

process.exit(await main());
