// @ts-check
import { BaseSequencer } from "vitest/node";

/** Files with tests that take longest, the longest first, by how their path ends. */
export const slowest = [
  "lib/drill/players/autopilot.real.test.ts",
  "lib/server/kill9.real.test.ts",
  "lib/agent/hooks/hold.real.test.ts",
  "lib/agent/config/canary.real.test.ts",
  "lib/drill/drill.real.test.ts",
  "lib/cli/run/run.real.test.ts",
  "lib/server/incidents/watch.contract.test.ts",
  "lib/cli/guard/guard.real.test.ts",
  "lib/agent/agent.real.test.ts",
  "lib/agent/clear/kernel-clear.real.test.ts",
];

/** @param {{ moduleId: string }} file */
const rank = ({ moduleId }) => {
  const at = slowest.findIndex((path) => moduleId.endsWith(`/${path}`));
  return at === -1 ? slowest.length : at;
};

/**
 * The longest files begin first, so that none of them is left over at the end with the other workers idle. A fresh
 * clone remembers no durations, and the size of a file says nothing of them.
 */
export class SlowestFirst extends BaseSequencer {
  /**
   * @override
   * @param {import("vitest/node").TestSpecification[]} files
   */
  async sort(files) {
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
