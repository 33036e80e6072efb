// @ts-check
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundleFolder, bundlesFolder } from "./command-main.mjs";
import { pinnedNode } from "./pinned-node.mjs";
import { CommandFailed, runCommand } from "./run-command.mjs";

const script = fileURLToPath(new URL("./bundle-command.mjs", import.meta.url));

/**
 * Bundles the `locksmith` command of the present sources. It gets its name when it is complete.
 * @param {string} dir the clone
 */
export async function bundle(dir) {
  // Taken before: an edit meanwhile then counts as a change.
  const folder = bundleFolder(dir);
  const draft = `${folder}.draft`;
  mkdirSync(bundlesFolder(dir), { recursive: true });
  rmSync(draft, { recursive: true, force: true });
  const ran = await runCommand(pinnedNode(dir), [script, draft], { cwd: dir });
  if (ran.code !== 0) throw new CommandFailed("bundling the command", ran);
  rmSync(folder, { recursive: true, force: true });
  renameSync(draft, folder);
  sweep(dir);
}

/** A server or an agent may still run from the one before, and load a part of it later. */
const keptBundles = 3;

/**
 * Removes old bundles, and what Node kept of compiling them.
 * @param {string} dir the clone
 */
function sweep(dir) {
  const made = (/** @type {string} */ name) => statSync(join(bundlesFolder(dir), name)).mtimeMs;
  const newestFirst = readdirSync(bundlesFolder(dir)).sort((a, b) => made(b) - made(a));
  for (const name of newestFirst.slice(keptBundles)) {
    rmSync(join(bundlesFolder(dir), name), { recursive: true, force: true });
  }
  rmSync(join(dir, "node_modules", ".cache", "locksmith"), { recursive: true, force: true });
}
