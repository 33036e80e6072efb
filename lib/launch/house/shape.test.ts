import { describe, expect, test } from "vitest";
import { example, lines } from "./example.ts";
import { exportViolations } from "./exports.ts";
import { fetchViolations, purityViolations } from "./purity.ts";
import { medianViolations, sizeViolations } from "./sizes.ts";
import { asLines } from "./tree.ts";

const sizes = (path: string, text: string) => asLines(sizeViolations(example({ [path]: text })));

describe("sizes", () => {
  test("files have a limit, tests a wider one, pages a narrow one", () => {
    expect(sizes("lib/a.ts", lines(300))).toEqual([]);
    expect(sizes("lib/a.ts", lines(301))).toEqual(["lib/a.ts has 301 lines, at most 300"]);
    expect(sizes("lib/a.test.ts", lines(400))).toEqual([]);
    expect(sizes("lib/a.test.ts", lines(401))).toHaveLength(1);
    expect(sizes("app/locks/page.tsx", lines(41))).toHaveLength(1);
  });

  test.each([
    ["lib/a.ts", "function long() {", "}", 70],
    ["lib/a.ts", "const long = () => {", "};", 70],
    ["lib/a.ts", "class A { long() {", "} }", 70],
    ["components/a.tsx", "function useLong() {", "}", 70],
    ["components/a.tsx", "function Long() {", "}", 120],
    ["lib/a.ts", "function Long() {", "}", 70],
  ])("in %s %s … %s may have so many lines: %#", (path, head, tail, limit) => {
    expect(sizes(path, `${head}\n${lines(limit - 2)}${tail}`)).toEqual([]);
    expect(sizes(path, `1;\n${head}\n${lines(limit - 1)}${tail}`)[0]).toMatch(
      new RegExp(`^${path}:2 .*ong has ${limit + 1} lines, at most ${limit}$`),
    );
  });

  test("a long callback in a test is a list of tests, not a function", () => {
    expect(sizes("lib/a.test.ts", `describe("x", () => {\n${lines(200)}});`)).toEqual([]);
  });

  test("the median counts source files alone", () => {
    const files = { "lib/a.ts": lines(100), "lib/b.ts": lines(120), "lib/c.ts": lines(10) };
    expect(medianViolations(example(files))).toHaveLength(1);
    expect(medianViolations(example({ ...files, "lib/d.ts": lines(5), "lib/e.ts": lines(5) }))).toEqual([]);
    expect(
      medianViolations(example({ ...files, "lib/d.test.ts": lines(5), "lib/e.test.ts": lines(5) })),
    ).toHaveLength(1);
  });
});

describe("exports", () => {
  const found = (path: string, text: string) => exportViolations(example({ [path]: text }));

  test("default exports belong to Next and to tool configuration", () => {
    expect(found("components/a.tsx", "export default function A() {}")).toHaveLength(1);
    expect(found("lib/a.ts", "const a = 1;\nexport { a as default };")).toHaveLength(1);
    expect(found("app/page.tsx", "export default function Page() {}")).toEqual([]);
    expect(found("next.config.mjs", "export default {};")).toEqual([]);
  });

  test("nothing is passed on from another file", () => {
    expect(found("lib/index.ts", 'export * from "./a.ts";')).toHaveLength(1);
    expect(found("lib/index.ts", 'export { a } from "./a.ts";')).toHaveLength(1);
    expect(found("lib/index.ts", 'export type { A } from "./a.ts";')).toHaveLength(1);
    expect(found("lib/a.ts", "export const a = 1;\nexport type A = 1;")).toEqual([]);
  });
});

describe("purity", () => {
  const inDomain = (text: string) => purityViolations(example({ "lib/domain/a.ts": text }));

  test.each([
    "Date.now()",
    "new Date()",
    "Math.random()",
    "performance.now()",
    "fetch('/x')",
    "setTimeout(f, 1)",
    "process.env",
    "crypto.randomUUID()",
    "console.log(1)",
  ])("%s is no rule's business", (code) => {
    expect(inDomain(`export const f = () => ${code};`)).toHaveLength(1);
  });

  test.each(["new Date(nowMs)", "Math.max(1, 2)", "clock.now()", "input.process", "process.startTime"])(
    "%s is",
    (code) => {
      expect(inDomain(`export const f = (clock, nowMs, input) => ${code};`)).toEqual([]);
    },
  );

  test("outside the domain and in tests time may be read", () => {
    const files = { "lib/server/a.ts": "Date.now();", "lib/domain/a.test.ts": "Date.now();" };
    expect(purityViolations(example(files))).toEqual([]);
  });

  test("components do not fetch, nor open streams; the client does", () => {
    const text = 'fetch("/api"); new EventSource("/api/v1/stream");';
    expect(fetchViolations(example({ "components/a.tsx": text }))).toHaveLength(2);
    expect(fetchViolations(example({ "app/page.tsx": text }))).toHaveLength(2);
    expect(fetchViolations(example({ "lib/client/http.ts": text }))).toEqual([]);
    expect(fetchViolations(example({ "components/a.tsx": "query.fetch();" }))).toEqual([]);
  });
});
