// @ts-check
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { judge, selfIdentity } from "./identity.mjs";

/** @param {string} dir */
const folder = (dir) => join(dir, ".launch", "running");

/**
 * Says that this process serves from the clone, so that nobody replaces packages or pages below it.
 * @param {string} dir the clone
 * @returns {() => void} takes it back; also done when the process exits
 */
export function markRunning(dir) {
  mkdirSync(folder(dir), { recursive: true });
  const file = join(folder(dir), `${process.pid}.json`);
  writeFileSync(file, JSON.stringify(selfIdentity()));
  const unmark = () => rmSync(file, { force: true });
  process.once("exit", unmark);
  return unmark;
}

/**
 * @param {string} dir the clone
 * @returns {number[]} PIDs of other processes that serve from it; marks of dead ones are swept away
 */
export function othersRunning(dir) {
  mkdirSync(folder(dir), { recursive: true });
  return readdirSync(folder(dir)).flatMap((name) => {
    const file = join(folder(dir), name);
    const identity = JSON.parse(readFileSync(file, "utf8"));
    if (judge(identity) !== "dead") return identity.pid === process.pid ? [] : [identity.pid];
    rmSync(file, { force: true });
    return [];
  });
}
