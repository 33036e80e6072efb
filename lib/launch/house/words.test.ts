import { describe, expect, test } from "vitest";
import { deadPathViolations } from "./documents.ts";
import { example } from "./example.ts";
import { leftoverViolations } from "./leftovers.ts";
import { outsideViolations } from "./outside.ts";
import { asLines } from "./tree.ts";

describe("leftovers", () => {
  const found = (text: string) => leftoverViolations(example({ "lib/a.ts": text }));

  test.each(["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"])("%s is found in comments", (word) => {
    expect(asLines(leftoverViolations(example({ "lib/a.ts": `1;\n// ${word}: later` })))).toEqual([
      `lib/a.ts:2 ${word} is left over`,
    ]);
    expect(leftoverViolations(example({ "README.md": word }))).toHaveLength(1);
  });

  test("words that merely contain one are fine", () => {
    expect(found("// HACKATHON, a todo list, mXXXm")).toEqual([]);
  });

  test.each(["x as any;", "let x: any;", "let x: Record<string, any>;", `// @ts-${"ignore"}\nx;`])(
    "%s is found",
    (code) => {
      expect(found(code)).toHaveLength(1);
    },
  );

  test.each(["x as unknown;", 'const any = "any";', "// any of these"])("%s is fine", (code) => {
    expect(found(code)).toEqual([]);
  });
});

describe("outside addresses", () => {
  test.each([
    ["components/a.tsx", '<img src="https://example.org/a.png" />'],
    ["components/a.tsx", '<script src={"//example.org/a.js"} />'],
    ["app/layout.tsx", '<link rel="stylesheet" href="https://example.org/a.css" />'],
    ["app/globals.css", "@import url(https://example.org/a.css);".replace("url(", '"').replace(")", '"')],
    ["app/globals.css", "a { background: url('//example.org/a.png'); }"],
    ["app/layout.tsx", 'import { Inter } from "next/font/google";'],
  ])("in %s: %s", (path, text) => {
    expect(outsideViolations(example({ [path]: text }))).toHaveLength(1);
  });

  test.each([
    ["components/a.tsx", '<a href="https://example.org">read more</a>'],
    ["components/a.tsx", '<svg xmlns="http://www.w3.org/2000/svg"><use href="#dot" /></svg>'],
    ["app/globals.css", "a { background: url(/dot.svg); }"],
    ["lib/server/a.ts", 'const src = "https://example.org/a.js";'],
  ])("nothing is loaded in %s by %s", (path, text) => {
    expect(outsideViolations(example({ [path]: text }))).toEqual([]);
  });
});

describe("paths in documents", () => {
  const here = new Set([
    "lib/domain",
    "lib/domain/epoch.ts",
    "ARCHITECTURE.md",
    "docs/picture.png",
    "vitest.config.ts",
  ]);
  const found = (text: string, path = "README.md") =>
    asLines(deadPathViolations(example({ [path]: text }), (target) => here.has(target.replace(/\/$/, ""))));

  test("a path that exists is fine, in a span or a link", () => {
    expect(
      found(
        "`lib/domain`, `lib/domain/`, `lib/domain/epoch.ts`, `vitest.config.ts`, [how](ARCHITECTURE.md#house)",
      ),
    ).toEqual([]);
    expect(found("![it](picture.png)", "docs/a.md")).toEqual([]);
  });

  test("a dead one is named with its line", () => {
    expect(found("fine\n`lib/domain/gone.ts`")).toEqual([
      "README.md:2 names lib/domain/gone.ts, which does not exist",
    ]);
    expect(found("[how](docs/gone.md)")).toHaveLength(1);
    expect(found("`gone.config.ts`")).toHaveLength(1);
  });

  test("commands, addresses, routes and what a block shows are not paths", () => {
    const text =
      "`npm start`, `/locks`, `lib/*/x`, `*.test.ts`, `x.test.ts`, [out](https://example.org)\n```\n`lib/gone.ts`\n```";
    expect(found(text)).toEqual([]);
  });
});
