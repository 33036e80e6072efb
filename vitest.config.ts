import { defineConfig } from "vitest/config";
import { SlowestFirst } from "./lib/launch/steps/slowest-first.mjs";

const notSource = ["**/node_modules/**", "**/.next/**", "e2e/**"];

/** Tests that start real processes: the server over HTTP, kernel locks, kill -9. */
const processTests = ["**/*.contract.test.ts", "**/*.real.test.ts"];

// Vitest requires a default export here.
export default defineConfig({
  test: {
    dangerouslyIgnoreUnhandledErrors: false,
    passWithNoTests: false,
    restoreMocks: true,
    sequence: { sequencer: SlowestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{app,components,lib}/**/*.test.{ts,tsx}"],
          exclude: [...notSource, ...processTests, "lib/launch/house/**"],
          // Files share a worker's modules: that halves the time, and shows state that a module keeps for itself.
          isolate: false,
          // By itself it would leave one processor out, which of two is half.
          maxWorkers: 3,
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: "house",
          include: ["lib/launch/house/**/*.test.ts"],
          exclude: notSource,
          testTimeout: 15_000,
        },
      },
      {
        extends: true,
        test: {
          name: "contract",
          include: processTests,
          exclude: notSource,
          // Most of the time goes by in waiting: for processes, for a TTL to end, for a quarantine.
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
