import { describe, expect, test } from "vitest";
import { circleViolations } from "./circles.ts";
import { example } from "./example.ts";
import { layerViolations } from "./layers.ts";
import { asLines } from "./tree.ts";

const found = (path: string, text: string) => asLines(layerViolations(example({ [path]: text })));

describe("import layers", () => {
  test.each([
    ["lib/domain/a.ts", 'import { x } from "#lib/contract/rows.ts";'],
    ["lib/domain/a.ts", 'import "node:fs";'],
    ["lib/contract/a.ts", 'import { x } from "#lib/server/context.ts";'],
    ["lib/client/a.ts", 'import type { X } from "#lib/store/store.ts";'],
    ["lib/store/a.ts", 'import { x } from "#lib/server/context.ts";'],
    ["lib/agent/main.ts", 'import { x } from "#lib/store/store.ts";'],
    ["lib/cli/ls.ts", 'import { x } from "#lib/server/context.ts";'],
    ["lib/cli/ls.ts", 'const x = await import("#lib/store/store.ts");'],
    ["components/locks/a.tsx", 'import { x } from "#lib/server/context.ts";'],
    ["components/locks/a.tsx", 'export { x } from "#lib/sources/kernel/scan.ts";'],
    ["components/ui/a.tsx", 'import { x } from "#components/locks/row.tsx";'],
    ["components/ui/a.tsx", 'import { x } from "#lib/client/queries.ts";'],
    ["app/page.tsx", 'import { x } from "#lib/store/store.ts";'],
    ["lib/server/a.ts", 'import { x } from "#components/ui/button.tsx";'],
    ["lib/server/a.test.ts", 'import { x } from "#components/ui/button.tsx";'],
  ])("%s may not say %s", (path, text) => {
    expect(found(path, text)).toHaveLength(1);
  });

  test.each([
    ["lib/contract/a.ts", 'import { x } from "#lib/domain/states.ts";'],
    [
      "lib/server/a.ts",
      'import { x } from "#lib/store/store.ts"; import "node:fs"; import { z } from "zod";',
    ],
    ["lib/agent/a.ts", 'import { scan } from "#lib/sources/kernel/scan.ts";'],
    ["lib/cli/server.ts", 'await import("#lib/server/main.ts");'],
    [
      "components/locks/a.tsx",
      'import { x } from "#components/ui/button.tsx"; import { y } from "#components/charts/y.tsx";',
    ],
    ["app/page.tsx", 'import "./globals.css"; import { x } from "#components/ui/button.tsx";'],
    [
      "lib/client/a.test.ts",
      'import "node:fs"; import { start } from "#lib/launch/testing/server-process.ts";',
    ],
  ])("%s may say %s", (path, text) => {
    expect(found(path, text)).toEqual([]);
  });

  test("an import without ending, or one that climbs, is told how to be written", () => {
    expect(found("lib/server/a.ts", 'import { x } from "#lib/domain/states";')[0]).toContain(
      "no file ending",
    );
    expect(found("lib/server/a.ts", 'import { x } from "../domain/states.ts";')[0]).toContain(
      "with # from the top",
    );
  });

  test("the line is named", () => {
    expect(found("lib/domain/a.ts", '\n\nimport "node:fs";')[0]).toMatch(/^lib\/domain\/a\.ts:3 /);
  });
});

describe("circles", () => {
  test("a circle of three is found once, with its way", () => {
    const files = example({
      "lib/a.ts": 'import "./b.ts";',
      "lib/b.ts": 'import type { C } from "#lib/c.ts";',
      "lib/c.ts": 'import "./a.ts";',
      "lib/d.ts": 'import "./a.ts"; import "./b.ts";',
    });
    expect(asLines(circleViolations(files))).toEqual([
      "lib/a.ts imports itself: lib/a.ts → lib/b.ts → lib/c.ts → lib/a.ts",
    ]);
  });

  test("two ways to one file are no circle", () => {
    const files = example({
      "lib/a.ts": 'import "./b.ts"; import "./c.ts";',
      "lib/b.ts": 'import "./c.ts";',
      "lib/c.ts": "1;",
    });
    expect(circleViolations(files)).toEqual([]);
  });
});
