// @ts-check
import { join } from "node:path";
import { pinnedNode } from "./pinned-node.mjs";
import { root } from "./root.mjs";
import { runCommand } from "./run-command.mjs";

const script = join(root, "lib", "server", "simulation", "run-seeds.ts");

/**
 * Lives of a fleet, each decided by its seed: `--from N --count N`.
 * @param {readonly string[]} args
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export async function simulate(args) {
  const { code, output } = await runCommand(pinnedNode(), [youngHeap, script, ...args], { cwd: root });
  return { ok: code === 0, output };
}

/**
 * The ten thousand seeds of the test, in shares for the cores.
 * @returns {Promise<import("./stages.mjs").Outcome>}
 */
export async function simulateAll() {
  const share = seeds / shares;
  const runs = await Promise.all(
    Array.from({ length: shares }, (_, i) => simulate(["--from", `${1 + i * share}`, "--count", `${share}`])),
  );
  const failed = runs.filter(({ ok }) => !ok).length;
  return {
    ok: failed === 0,
    counts: { passed: shares - failed, failed, skipped: 0 },
    output: runs.map(({ output }) => output).join(""),
  };
}

/** MB. A life leaves nothing behind: where more of it is dead when the collector comes, less has to be copied. */
const youngHeap = "--min-semi-space-size=16";

const seeds = 10_000;
const shares = 2;
