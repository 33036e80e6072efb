// @ts-check
import { watch } from "node:fs";

/** Editors write a file in several steps; a change counts once they have been quiet for so long. */
const quietMs = 150;

/**
 * Whether a change of the file is one of the running program.
 * @param {string} name
 */
export const restarts = (name) => /\.(ts|mjs)$/.test(name) && !/\.test\.ts$/.test(name);

/**
 * Calls back after source files below the folders changed, tests left out.
 * @param {readonly string[]} folders
 * @param {() => void} onChange
 * @returns {() => void} stops watching
 */
export function watchSources(folders, onChange) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const seen = (/** @type {string} */ _kind, /** @type {string | null} */ name) => {
    if (name === null || !restarts(name)) return;
    clearTimeout(timer);
    timer = setTimeout(onChange, quietMs);
  };
  const watchers = folders.map((folder) => watch(folder, { recursive: true }, seen));
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
