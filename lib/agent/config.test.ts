import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { backoffMs } from "#lib/client/waiting/backoff.ts";
import { ConfigError, readConfig } from "./config.ts";
import { runAgent } from "./main.ts";
import { resourceNamer } from "./resource-rules.ts";

const folder = mkdtempSync(join(tmpdir(), "locksmith-config-"));
afterAll(() => rmSync(folder, { recursive: true }));

function written(text: string): string {
  const file = join(folder, "agent.json");
  writeFileSync(file, text);
  return file;
}

test("a configuration names the node and its resources", () => {
  const config = {
    node: "node-7",
    kind: "drone",
    group: "west",
    labels: { rack: "4" },
    resources: [{ path: "/etc/drones/*.conf", resource: "drones/{base}" }],
  };
  expect(readConfig(written(JSON.stringify(config)))).toEqual(config);
});

test.each([
  ["{", "is not JSON"],
  ["[]", "expected object"],
  ['{"kinds": "drone"}', "kinds"],
  ['{"resources": [{"path": "etc/*", "resource": "x"}]}', "resources.0.path: must be an absolute path"],
  ['{"node": ""}', "node"],
])("%s is refused in one line, with exit code 2", async (text, words) => {
  const file = written(text);
  expect(() => readConfig(file)).toThrow(ConfigError);
  const lines: string[] = [];
  const options = { server: "http://127.0.0.1:1", configFile: file, signal: AbortSignal.abort() };
  expect(await runAgent({ ...options, log: (line) => lines.push(line) })).toBe(2);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(words);
  expect(lines[0]).not.toContain("\n");
});

test("a file that is not there and a server that is no address are refused as well", async () => {
  expect(() => readConfig(join(folder, "missing.json"))).toThrow(/cannot be read/);
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  expect(await runAgent({ server: "localhost:4600", signal: AbortSignal.abort(), log })).toBe(2);
  expect(lines[0]).toContain("http://127.0.0.1:4600");
});

describe("resources of paths", () => {
  const nameOf = resourceNamer([
    { path: "/srv/*/aim.conf", resource: "{dir}-aim" },
    { path: "/etc/**/*.lock", resource: "etc:{base}" },
    { path: "/var/lib/db?/data[1]", resource: "{path}" },
  ]);
  test.each([
    ["/srv/west/aim.conf", "west-aim"],
    ["/srv/west/old/aim.conf", "aim.conf"],
    ["/etc/a.lock", "etc:a.lock"],
    ["/etc/x/y/a.lock", "etc:a.lock"],
    ["/var/lib/db1/data[1]", "/var/lib/db1/data[1]"],
    ["/var/lib/db1/data1", "data1"],
    ["/srv/we\nst/aim.conf", "we\nst-aim"],
  ])("%s is %s", (path, name) => expect(nameOf(path)).toBe(name));
});

test("waiting grows, is bounded, and is never the same for everybody", () => {
  const bounds = { firstMs: 500, mostMs: 30_000 };
  fc.assert(
    fc.property(fc.nat(2_000), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, random) => {
      const ms = backoffMs(attempt, random, bounds);
      expect(ms).toBeGreaterThanOrEqual(250);
      expect(ms).toBeLessThanOrEqual(30_000);
    }),
  );
  expect(backoffMs(3, 0, bounds)).toBeLessThan(backoffMs(3, 0.9, bounds));
  expect(backoffMs(0, 0.5, bounds)).toBeLessThan(backoffMs(4, 0.5, bounds));
});
