import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readConfig } from "#lib/agent/config.ts";
import { runAgent } from "#lib/agent/main.ts";

const folder = mkdtempSync(join(tmpdir(), "locksmith-hooks-"));
afterAll(() => rmSync(folder, { recursive: true }));

function written(units: unknown): string {
  const file = join(folder, "agent.json");
  writeFileSync(file, JSON.stringify({ units }));
  return file;
}

const drain = { command: ["/bin/true"] };
const arm = { name: "arm", service: "arms", hooks: { drain, resume: { ...drain, timeLimitMs: 500 } } };

test("a unit has a name, a service and commands; the time limit of a hook is 30 s unless it says so", () => {
  const { units } = readConfig(written([arm]));
  expect(units?.[0]?.hooks).toEqual({
    drain: { command: ["/bin/true"], timeLimitMs: 30_000 },
    resume: { command: ["/bin/true"], timeLimitMs: 500 },
  });
});

test.each([
  ["one that could be drained but not resumed", [{ ...arm, hooks: { drain } }], "must also be resumed"],
  [
    "a command line instead of a command",
    [{ ...arm, hooks: { drain: { command: "park now" } } }],
    "drain.command",
  ],
  ["no program", [{ ...arm, hooks: { drain: { command: [] } } }], "drain.command"],
  ["two of one name", [arm, arm], "names must differ"],
  ["a hook that is not known", [{ ...arm, hooks: { ...arm.hooks, reboot: drain } }], "reboot"],
  ["a NUL in an argument", [{ ...arm, hooks: { health: { command: ["a\0b"] } } }], "NUL"],
])("%s is refused in one line", (_, units, words) => {
  expect(() => readConfig(written(units))).toThrow(words);
});

test("an agent that could not remember a hold does not start with units", async () => {
  const lines: string[] = [];
  const signal = AbortSignal.abort();
  const options = { server: "http://127.0.0.1:1", token: "x", configFile: written([arm]), signal };
  expect(await runAgent({ ...options, log: (line) => lines.push(line) })).toBe(2);
  expect(lines).toEqual([
    "units that can be drained need --state FILE: what is held is remembered beside it",
  ]);
});
