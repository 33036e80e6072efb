// @ts-check
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";

/** @param {string} path relative to the clone, with slashes */
const isTest = (path) => /\.test\.tsx?$/.test(path);

/**
 * One hash over the content of files and folders, without their tests. Content, not time: a checkout touches every file.
 * @param {string} dir the clone
 * @param {readonly string[]} entries paths below it; those that do not exist count as empty
 */
export function hashOf(dir, entries) {
  const hash = createHash("sha256");
  for (const path of entries.flatMap((entry) => filesBelow(dir, entry)).sort()) {
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
    .filter((file) => !isTest(file));
}
