// @ts-check
import { hostname } from "node:os";
import { join } from "node:path";

/** @typedef {import("./flags.mjs").StartOptions} StartOptions */

/**
 * What start and dev have in common: how the server and the agent of this host are called, and what is said once
 * they run.
 * @param {StartOptions} options
 * @param {NodeJS.ProcessEnv} env
 */
export function serverPlan(options, env) {
  // With the terminal gone there is nobody to tell, and still an agent and a server to stop in order.
  process.stdout.on("error", () => undefined);
  const print = (/** @type {string} */ line) => {
    // Next says how long its configuration took, whatever it is told about being quiet.
    if (!line.startsWith("✓ Running next.config")) process.stdout.write(`${line}\n`);
  };
  return {
    env: { ...env, NEXT_TELEMETRY_DISABLED: "1" },
    serverArgs: serverArgs(options),
    agentArgs: options.agent
      ? (/** @type {import("./supervise.mjs").Ready} */ ready) => agentArgs(options, ready.url)
      : null,
    print,
  };
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
function agentArgs({ dataDir, agentConfig, allowClear }, url) {
  const args = ["agent", "--server", url, "--token-file", join(dataDir, "agent-token"), "--node", hostname()];
  if (agentConfig !== null) args.push("--config", agentConfig);
  if (allowClear) args.push("--allow-clear");
  return args;
}

/**
 * @param {StartOptions} options
 * @param {import("./supervise.mjs").Ready} ready
 */
export function welcome({ agent, publicUrl }, { url, signInUrl }) {
  const lines = [`  Locksmith     ${publicUrl ?? url}`];
  if (signInUrl) lines.push(`  sign in once  ${signInUrl}`);
  lines.push(`  agent         ${agent ? hostname() : "none (--no-agent)"}`);
  return `\n${lines.join("\n")}\n\n  Ctrl-C stops all of it.\n\n`;
}

/**
 * A relative data folder is meant from where the user stands, and npm changes into the clone.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 */
export function userFolder(root, env) {
  const underNpm = env["npm_package_json"] === join(root, "package.json");
  return (underNpm && env["INIT_CWD"]) || process.cwd();
}
