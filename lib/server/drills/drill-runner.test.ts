import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DrillRunner } from "./drill-runner.ts";
import { startDrill } from "./start-drill.ts";
import { admin, DrillLives } from "./testing/drill-life.ts";

const drill = {
  id: "drl_1",
  options: {
    nodes: 101,
    variation: "main",
    mode: "hand",
    pace: "fast",
    onCall: "played",
    deliverPages: false,
  },
  tokens: { fleet: "lks_f", commander: "lks_c", onCall: "lks_o" },
} as const;

/** Writes down how it was called, and ends when it is told to. */
const script = `
  const { writeFileSync } = require("node:fs");
  process.on("SIGTERM", () => { writeFileSync(process.env.OUT + ".ended", "yes"); process.exit(0); });
  setInterval(() => {}, 1000);
  const ours = Object.entries(process.env).filter(([name]) => name.startsWith("LOCKSMITH_"));
  writeFileSync(process.env.OUT, JSON.stringify({ args: process.argv.slice(1), ours }));
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "drill-runner-"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

test("the runner gets the drill in its environment and nothing secret as an argument, and ends with the server", async () => {
  const out = join(folder, "out");
  vi.stubEnv("OUT", out);
  vi.stubEnv("LOCKSMITH_DATA", "/the/server's/own");
  const command = { command: process.execPath, args: ["-e", script, "--", "drill", "--json"] };
  const runner = new DrillRunner(command, pino({ level: "silent" }));
  runner.serverUrl = "http://127.0.0.1:4600";
  runner.run(drill);
  const seen = await vi.waitFor(async () => JSON.parse(await readFile(out, "utf8")), { timeout: 20_000 });
  expect(seen.args).toEqual(["drill", "--json", "--server", "http://127.0.0.1:4600"]);
  expect(seen.ours).toEqual([["LOCKSMITH_DRILL_HANDED", JSON.stringify(drill)]]);
  await runner.stop();
  expect(await readFile(`${out}.ended`, "utf8")).toBe("yes");
  await runner.stop();
});

test("a server without a runner says so, and nothing of a drill is made", async () => {
  const lives = new DrillLives();
  const { context } = await lives.start();
  const input = { options: drill.options, runner: "here" } as const;
  await expect(startDrill(context, admin, input)).rejects.toMatchObject({
    code: "not-now",
    message: expect.stringContaining("locksmith drill"),
  });
  expect(lives.left()).toEqual([]);
});
