// @ts-check
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import { pinnedNode } from "./pinned-node.mjs";
import { precompress } from "./precompress.mjs";
import { CommandFailed, runCommand } from "./run-command.mjs";

/**
 * Every folder that a page can be made of. The import layers keep all else out of the pages, so a change of the server
 * or the agent causes no build.
 */
export const pageFolders = ["app", "components", "lib/client", "lib/contract", "lib/domain"];
const sources = [...pageFolders, "public", "next.config.mjs", "postcss.config.mjs", "tsconfig.json"];
const manifests = ["package.json", "package-lock.json"];

/** @param {string} path relative to the clone, with slashes */
const isIrrelevant = (path) => /\.test\.tsx?$/.test(path);

/**
 * One hash over the content of all that goes into the pages. Content, not time: a checkout touches every file.
 * @param {string} dir the clone
 */
export function sourceHash(dir) {
  const hash = createHash("sha256");
  for (const path of [...sources, ...manifests].flatMap((entry) => filesBelow(dir, entry)).sort()) {
    const content = readFileSync(join(dir, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

/**
 * @param {string} dir
 * @param {string} entry a file or folder
 * @returns {string[]} paths relative to dir
 */
function filesBelow(dir, entry) {
  const path = join(dir, entry);
  if (!existsSync(path)) return [];
  if (/\.[a-z]+$/.test(entry)) return [entry];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name).slice(dir.length).split(sep).join("/").replace(/^\//, ""))
    .filter((file) => !isIrrelevant(file));
}

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
