// @ts-check
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pinnedNode } from "./pinned-node.mjs";
import { precompress } from "./precompress.mjs";
import { CommandFailed, runCommand } from "./run-command.mjs";
import { hashOf } from "./source-hash.mjs";

/**
 * Every folder that a page can be made of. The import layers keep all else out of the pages, so a change of the server
 * or the agent causes no build.
 */
export const pageFolders = ["app", "components", "lib/client", "lib/contract", "lib/domain"];
const sources = [...pageFolders, "public", "next.config.mjs", "postcss.config.mjs", "tsconfig.json"];
const manifests = ["package.json", "package-lock.json"];

/**
 * One hash over the content of all that goes into the pages.
 * @param {string} dir the clone
 */
export const sourceHash = (dir) => hashOf(dir, [...sources, ...manifests]);

/** @param {string} dir */
const stampFile = (dir) => join(dir, ".next", "locksmith-build.json");

/**
 * Whether the pages were built from exactly the present sources.
 * @param {string} dir the clone
 */
export function isBuilt(dir) {
  if (!existsSync(stampFile(dir)) || !existsSync(join(dir, ".next", "BUILD_ID"))) return false;
  return JSON.parse(readFileSync(stampFile(dir), "utf8")).sources === sourceHash(dir);
}

/**
 * Builds the pages. The stamp goes first and comes back last, so a broken-off build never looks finished.
 * @param {string} dir the clone
 */
export async function build(dir) {
  // Taken before the build: an edit during it then counts as a change, and is built the next time.
  const hash = sourceHash(dir);
  rmSync(stampFile(dir), { force: true });
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  const next = join(dir, "node_modules", "next", "dist", "bin", "next");
  const ran = await runCommand(pinnedNode(dir), [next, "build"], { cwd: dir, env });
  if (ran.code !== 0) throw new CommandFailed("next build", ran);
  await precompress(join(dir, ".next", "static"));
  writeFileSync(stampFile(dir), JSON.stringify({ sources: hash }));
}
