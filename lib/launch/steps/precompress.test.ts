import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { precompress } from "./precompress.mjs";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "precompress-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const script = "export const held = 'held';\n".repeat(200);

test("text is written once more in both codings, and unpacks to what it was", async () => {
  mkdirSync(join(dir, "chunks"));
  writeFileSync(join(dir, "chunks", "a.js"), script);
  writeFileSync(join(dir, "b.css"), script);
  await precompress(dir);
  expect(readdirSync(dir).sort()).toEqual(["b.css", "b.css.br", "b.css.gz", "chunks"]);
  expect(readdirSync(join(dir, "chunks")).sort()).toEqual(["a.js", "a.js.br", "a.js.gz"]);
  expect(brotliDecompressSync(readFileSync(join(dir, "chunks", "a.js.br"))).toString()).toBe(script);
  expect(gunzipSync(readFileSync(join(dir, "chunks", "a.js.gz"))).toString()).toBe(script);
  expect(readFileSync(join(dir, "chunks", "a.js"), "utf8")).toBe(script);
});

test("what is compressed already, or too small to gain, is left alone", async () => {
  writeFileSync(join(dir, "font.woff2"), script);
  writeFileSync(join(dir, "tiny.js"), "1");
  await precompress(dir);
  expect(readdirSync(dir).sort()).toEqual(["font.woff2", "tiny.js"]);
});

test("a second run writes the same again, and compresses nothing twice", async () => {
  writeFileSync(join(dir, "a.js"), script);
  await precompress(dir);
  const first = readFileSync(join(dir, "a.js.br"));
  await precompress(dir);
  expect(readdirSync(dir).sort()).toEqual(["a.js", "a.js.br", "a.js.gz"]);
  expect(readFileSync(join(dir, "a.js.br"))).toEqual(first);
});
