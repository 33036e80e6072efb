// @ts-check
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { CommandFailed, runCommand } from "./run-command.mjs";

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean, peer?: boolean, devOptional?: boolean }} Locked */

/**
 * Whether node_modules holds what package-lock.json asks for. npm writes down what it installed as its last act, so a
 * broken-off install has no such list; comparing the two needs no stamp of our own and no run of npm.
 * @param {string} dir the clone
 */
export function isInstalled(dir) {
  const wanted = packagesOf(join(dir, "package-lock.json"));
  const present = packagesOf(join(dir, "node_modules", ".package-lock.json"));
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([path, want]) => {
    if (path === "") return true;
    const have = present[path];
    if (!have) return Boolean(want.optional || want.devOptional || want.peer);
    return have.version === want.version && have.integrity === want.integrity;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, Locked> | null}
 */
function packagesOf(file) {
  if (!existsSync(file)) return null;
  return JSON.parse(readFileSync(file, "utf8")).packages ?? null;
}

/**
 * Installs exactly what package-lock.json says, also when the user's npm is set up to leave something out.
 * @param {string} dir the clone
 */
export async function install(dir) {
  const { file, args, env } = npmCommand(dir, process.env);
  const flags = ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
  const ran = await runCommand(file, [...args, ...flags], { cwd: dir, env });
  if (ran.code !== 0) throw new CommandFailed("npm ci", ran);
}

/**
 * The npm that started us, run by the Node it was run by: the one in node_modules/.bin is about to be deleted.
 * @param {string} dir
 * @param {NodeJS.ProcessEnv} env
 */
export function npmCommand(dir, env) {
  const own = join(dir, "node_modules", ".bin");
  const path = (env["PATH"] ?? "").split(delimiter).filter((part) => part !== own);
  const cleaned = { ...env, PATH: path.join(delimiter) };
  const { npm_node_execpath: node, npm_execpath: npm } = env;
  if (node && npm && !node.startsWith(own) && existsSync(npm))
    return { file: node, args: [npm], env: cleaned };
  return { file: "npm", args: [], env: cleaned };
}
