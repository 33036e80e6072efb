// @ts-check
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.mjs";
import { hashOf } from "./source-hash.mjs";

/** Every folder that the `locksmith` command can be made of. */
export const commandFolders = [
  "lib/agent",
  "lib/cli",
  "lib/client",
  "lib/contract",
  "lib/domain",
  "lib/drill",
  "lib/server",
  "lib/sources",
  "lib/store",
];
const sources = [...commandFolders, "lib/launch/steps/bundle-command.mjs", "package-lock.json"];

/**
 * Where the bundle of the present sources belongs. Each has a folder of its own, so that a new one never takes files
 * away from a server that runs.
 * @param {string} dir the clone
 */
export const bundleFolder = (dir) => join(bundlesFolder(dir), hashOf(dir, sources).slice(0, 20));

/** @param {string} dir the clone */
export const bundlesFolder = (dir) => join(dir, ".launch", "command");

/** @param {string} dir the clone */
export const isBundled = (dir) => existsSync(join(bundleFolder(dir), "main.mjs"));

/**
 * The entry file of the `locksmith` command: the bundle of exactly the present sources, which starts in half the time,
 * else the sources themselves.
 * @param {string} [dir] the clone
 */
export function commandMain(dir = root) {
  const bundled = join(bundleFolder(dir), "main.mjs");
  return existsSync(bundled) ? bundled : commandSource(dir);
}

/** @param {string} [dir] the clone */
export const commandSource = (dir = root) => join(dir, "lib", "cli", "main.ts");
