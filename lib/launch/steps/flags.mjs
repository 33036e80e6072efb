// @ts-check
import { homedir } from "node:os";
import { resolve } from "node:path";

/**
 * What `npm start` and `npm run dev` were asked to do, after flags, environment and defaults were weighed.
 * @typedef {object} StartOptions
 * @property {string} host
 * @property {number} port 0 lets the system choose
 * @property {string} dataDir absolute
 * @property {string | null} publicUrl
 * @property {string | null} databaseUrl
 * @property {boolean} agent start an agent for this host
 * @property {string | null} agentConfig absolute; the agent's configuration file
 * @property {boolean} allowClear the agent may end processes that hold a lock
 * @typedef {{ kind: "run", options: StartOptions } | { kind: "help" } | { kind: "refuse", message: string }} Parsed
 */

export const startHelp = `Usage: npm start -- [flags]

Installs and builds when something changed, then starts the server and an agent for this host.

  --port N             port to listen on; 0 lets the system choose   (LOCKSMITH_PORT, 4600)
  --host ADDRESS       address to listen on                          (LOCKSMITH_HOST, 127.0.0.1)
  --data DIR           folder for the store and the tokens           (LOCKSMITH_DATA, ./data)
  --public-url URL     how browsers reach this server                (LOCKSMITH_PUBLIC_URL)
  --agent-config FILE  hooks, configurations and names of the agent  (LOCKSMITH_AGENT_CONFIG)
  --allow-clear        let the agent end processes that hold a lock, when it is cleared
  --no-agent           do not start an agent for this host
  --help               this text

LOCKSMITH_DATABASE_URL chooses another store than the embedded one; LOCKSMITH_PAGE_ALLOW and
LOCKSMITH_PAGE_ALLOW_PRIVATE say where pages may go. A flag wins over its variable.
Exit codes: 0 stopped on request, 1 could not start or died, 2 wrong flag or value.`;

/** Flags that take a value, with the environment variable that each one overrides. */
const valued = new Map([
  ["--port", "LOCKSMITH_PORT"],
  ["--host", "LOCKSMITH_HOST"],
  ["--data", "LOCKSMITH_DATA"],
  ["--public-url", "LOCKSMITH_PUBLIC_URL"],
  ["--agent-config", "LOCKSMITH_AGENT_CONFIG"],
]);

/** Thrown inside this file alone, so that each check can say its one line and stop. */
class Refusal extends Error {}

/**
 * Reads flags and environment. Nothing is touched on disk, so a wrong flag costs no install and no build.
 * @param {readonly string[]} argv without node and script
 * @param {Readonly<Record<string, string | undefined>>} env
 * @param {string} cwd relative data folders start here
 * @returns {Parsed}
 */
export function parseStartFlags(argv, env, cwd) {
  try {
    const { given, agent, allowClear, help } = readFlags(argv);
    if (help) return { kind: "help" };
    const pick = (/** @type {string} */ flag) => weighed(flag, given, env);
    const options = {
      port: portOf(pick("--port")),
      host: hostOf(pick("--host")),
      dataDir: resolve(cwd, dataOf(pick("--data"))),
      publicUrl: publicUrlOf(pick("--public-url")),
      databaseUrl: env["LOCKSMITH_DATABASE_URL"] || null,
      agent,
      agentConfig: fileOf(pick("--agent-config"), cwd),
      allowClear,
    };
    return { kind: "run", options };
  } catch (error) {
    if (error instanceof Refusal) return { kind: "refuse", message: error.message };
    throw error;
  }
}

/** @param {readonly string[]} argv */
function readFlags(argv) {
  /** @type {Map<string, string>} */
  const given = new Map();
  let agent = true;
  let allowClear = false;
  let help = false;
  for (let i = 0; i < argv.length; i++) {
    const arg = argv[i] ?? "";
    const equals = arg.indexOf("=");
    const name = arg.startsWith("--") && equals > 0 ? arg.slice(0, equals) : arg;
    if (arg === "--help" || arg === "-h") help = true;
    else if (arg === "--no-agent") agent = false;
    else if (arg === "--allow-clear") allowClear = true;
    else if (!valued.has(name)) throw new Refusal(`unknown flag ${JSON.stringify(arg)}; --help lists them`);
    else if (name !== arg) given.set(name, arg.slice(equals + 1));
    else {
      const value = argv[++i];
      if (value === undefined || value.startsWith("--")) throw new Refusal(`${name} needs a value`);
      given.set(name, value);
    }
  }
  return { given, agent, allowClear, help };
}

/**
 * @param {string} flag
 * @param {Map<string, string>} given
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {{ label: string, value: string | undefined }}
 */
function weighed(flag, given, env) {
  const fromFlag = given.get(flag);
  if (fromFlag !== undefined) return { label: flag, value: fromFlag };
  const variable = valued.get(flag) ?? "";
  // An empty variable means "not set", as shells and compose files write it.
  return { label: variable, value: env[variable] || undefined };
}

/** @typedef {{ label: string, value: string | undefined }} Given */

/** @param {Given} given */
function portOf({ label, value }) {
  if (value === undefined) return 4600;
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (!(port <= 65_535))
    throw new Refusal(`${label} must be a whole number from 0 to 65535, not ${JSON.stringify(value)}`);
  return port;
}

/** @param {Given} given */
function hostOf({ label, value }) {
  if (value === undefined) return "127.0.0.1";
  if (!/^[A-Za-z0-9.:_-]{1,253}$/.test(value))
    throw new Refusal(`${label} must be an address or a host name, not ${JSON.stringify(value)}`);
  return value;
}

/** @param {Given} given */
function dataOf({ label, value }) {
  if (value === undefined) return "data";
  if (value.trim() === "" || value.includes("\0")) throw new Refusal(`${label} must name a folder`);
  return value.startsWith("~/") ? resolve(homedir(), value.slice(2)) : value;
}

/**
 * @param {Given} given
 * @param {string} cwd
 */
function fileOf({ label, value }, cwd) {
  if (value === undefined) return null;
  if (value.trim() === "" || value.includes("\0")) throw new Refusal(`${label} must name a file`);
  return value.startsWith("~/") ? resolve(homedir(), value.slice(2)) : resolve(cwd, value);
}

/** @param {Given} given */
function publicUrlOf({ label, value }) {
  if (value === undefined) return null;
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw new Refusal(`${label} must be an http or https address, not ${JSON.stringify(value)}`);
  }
  return value;
}
