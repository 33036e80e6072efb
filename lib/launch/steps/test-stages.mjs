// @ts-check
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { ensureChromium } from "./chromium.mjs";
import { pinnedNode } from "./pinned-node.mjs";
import { prepare } from "./prepare.mjs";
import { root } from "./root.mjs";
import { runCommand } from "./run-command.mjs";
import { simulateAll } from "./simulate.mjs";

/**
 * @typedef {import("./stages.mjs").Stage} Stage
 * @typedef {import("./stages.mjs").Outcome} Outcome
 * @typedef {import("./prepare.mjs").Progress} Progress
 */

/** @param {string} name of a package's file */
const tool = (name) => join(root, "node_modules", ...name.split("/"));
/** @param {string} name */
const reportFile = (name) => join(root, "test-results", `${name}.json`);

/**
 * @param {readonly string[]} args for the pinned Node
 * @param {NodeJS.ProcessEnv} [extra]
 */
function node(args, extra) {
  // Without a terminal, tools print plain lines; CI asks them for no prompts and no watching.
  const env = { ...process.env, NO_COLOR: "1", CI: "1", NEXT_TELEMETRY_DISABLED: "1", ...extra };
  delete env["FORCE_COLOR"];
  return runCommand(pinnedNode(), args, { cwd: root, env });
}

/** @param {readonly string[]} args */
async function plain(args) {
  const { code, output } = await node(args);
  return { ok: code === 0, output };
}

/** @returns {Promise<Outcome>} */
async function types() {
  // Next writes the types of its routes and of style sheets; tsc needs them, a build does not.
  const typegen = await plain([tool("next/dist/bin/next"), "typegen"]);
  return typegen.ok ? plain([tool("typescript/bin/tsc"), "-p", "."]) : typegen;
}

/**
 * @param {string} project of vitest.config.ts
 * @returns {Promise<Outcome>}
 */
async function vitest(project) {
  const file = freshReport(project);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const ran = await node([tool("vitest/vitest.mjs"), "run", "--project", project, ...reporters]);
  const report = readReport(file);
  const counts = report && {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  return { ok: ran.code === 0, counts, output: ran.output };
}

/**
 * @param {string} chromium path of its executable
 * @param {readonly string[]} [args] of Playwright
 * @returns {Promise<Outcome>}
 */
async function e2e(chromium, args = []) {
  const file = freshReport("e2e");
  const ran = await node([tool("@playwright/test/cli.js"), "test", ...args], {
    LOCKSMITH_CHROMIUM: chromium,
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
  });
  const stats = readReport(file)?.stats;
  const counts = stats && {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  };
  return { ok: ran.code === 0, counts, output: ran.output };
}

/**
 * Takes the pictures of the screens anew, after the pages were built: whoever does so looks at what changed.
 * @param {Progress} progress
 * @returns {Stage[]}
 */
export function screenshotStages(progress) {
  return [
    { name: "build", run: () => prepare(root, progress).then(() => ({ ok: true })) },
    {
      name: "screenshots",
      needs: ["build"],
      run: async () =>
        e2e(await ensureChromium(progress), [
          "e2e/visual.spec.ts",
          "--update-snapshots=all",
          "--grep-invert",
          "comparison notices",
        ]),
    },
  ];
}

/** @param {string} name */
function freshReport(name) {
  const file = reportFile(name);
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  return file;
}

/** @param {string} file */
const readReport = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined);

/**
 * Every stage in its order: what runs beside all others, then the fast ones.
 * @param {Progress} progress
 * @returns {Stage[]}
 */
export function testStages(progress) {
  /** @type {Promise<string> | undefined} */
  let installing;
  const chromium = () => {
    installing ??= ensureChromium(progress);
    return installing;
  };
  return [
    // Most of its time goes by in the network, so it need not wait for its turn; it is in place long before its use.
    { name: "browser", beside: true, run: () => chromium().then(() => ({ ok: true })) },
    // Needs no build, and takes what the others leave of the processors: from the first second to the last.
    { name: "simulation", beside: true, run: simulateAll },
    { name: "lint", run: () => plain([tool("@biomejs/biome/bin/biome"), "check", "--error-on-warnings"]) },
    { name: "types", run: types },
    { name: "house", run: () => vitest("house") },
    {
      name: "exports",
      run: () => plain([tool("knip/bin/knip.js"), "--no-progress", "--treat-config-hints-as-errors"]),
    },
    { name: "unit", run: () => vitest("unit") },
    { name: "build", run: () => prepare(root, progress).then(() => ({ ok: true })) },
    { name: "contract", needs: ["build"], run: () => vitest("contract") },
    { name: "e2e", needs: ["build"], run: async () => e2e(await chromium()) },
  ];
}
