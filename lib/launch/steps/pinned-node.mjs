// @ts-check
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.mjs";

/** The first release line that runs TypeScript and has SQLite built in. */
const leastMajor = 24;

/** @param {string} version as in "v24.1.0" */
const majorOf = (version) => Number(/^v?(\d+)\./.exec(version)?.[1] ?? 0);

/**
 * The Node that runs the product: the one pinned in package-lock.json, else this one when it is new enough.
 * @param {string} [dir] the clone
 * @param {{ execPath: string, version: string }} [self]
 * @returns {string} path of an executable
 */
export function pinnedNode(dir = root, self = process) {
  const pinned = join(dir, "node_modules", ".bin", "node");
  // The file alone proves nothing: it can be built for another C library than this machine has.
  if (existsSync(pinned) && majorOf(versionOf(pinned)) >= leastMajor) return pinned;
  if (majorOf(self.version) >= leastMajor) return self.execPath;
  throw new Error(
    `no Node ${leastMajor} or newer for ${process.platform}-${process.arch}: npm brings none for it, and this is ${self.version}`,
  );
}

/** @param {string} file */
function versionOf(file) {
  return spawnSync(file, ["--version"], { encoding: "utf8" }).stdout ?? "";
}
