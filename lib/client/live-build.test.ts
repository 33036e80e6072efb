import { expect, test } from "vitest";
import { isLostPart, isOtherBuild } from "./live-build.ts";

test("another build is one that both sides can name", () => {
  expect(isOtherBuild("b2", "b1")).toBe(true);
  expect(isOtherBuild("b1", "b1")).toBe(false);
  expect(isOtherBuild(null, "b1")).toBe(false);
  expect(isOtherBuild("none", "b1")).toBe(false);
  expect(isOtherBuild("b2", "none")).toBe(false);
});

test("a part of the pages that did not come is told from a fault of the page", () => {
  const lost = new Error("Failed to load chunk /_next/static/chunks/1.js from module 7");
  expect(isLostPart(lost)).toBe(true);
  expect(isLostPart(Object.assign(new Error("x"), { name: "ChunkLoadError" }))).toBe(true);
  expect(isLostPart(new TypeError("Failed to fetch dynamically imported module: /a.js"))).toBe(true);
  expect(isLostPart(new TypeError("undefined is not a function"))).toBe(false);
});
