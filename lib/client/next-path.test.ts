import fc from "fast-check";
import { expect, test } from "vitest";
import { safeNext, signInHref } from "./next-path.ts";
import { lockHref } from "./paths.ts";

test("deep links survive, with their filters and odd keys", () => {
  for (const path of [
    "/",
    "/locks?state=hot&q=a%20b#evidence",
    lockHref("kernel", "flock/08:01:2/a b/%2f?#é"),
  ]) {
    expect(safeNext(path)).toBe(path);
  }
});

test("what leads to another site, or back to sign-in, becomes the first page", () => {
  const bad = [
    null,
    undefined,
    "",
    "locks",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/.//evil.example",
    "/a/..//evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    " /locks",
    "/sign-in",
    "/sign-in?next=/sign-in",
    "/sign-in/once?token=x",
    "/api/v1/sign-out",
    `/${"x".repeat(50_000)}`,
  ];
  for (const next of bad) expect(safeNext(next), String(next)).toBe("/");
});

test("whatever comes in, a browser stays on this origin, and asking twice changes nothing", () => {
  const part = fc.constantFrom(
    "/",
    "\\",
    ".",
    "..",
    "@",
    ":",
    "evil.example",
    "\t",
    "%2f",
    "?",
    "#",
    "http:",
    "é",
    " ",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(part).map((parts) => parts.join("")),
      ),
      (next) => {
        const safe = safeNext(next);
        expect(safe.startsWith("/")).toBe(true);
        expect(new URL(safe, "https://locks.example").origin).toBe("https://locks.example");
        expect(safeNext(safe)).toBe(safe);
      },
    ),
  );
});

test("the sign-in link carries the way back", () => {
  expect(signInHref("/locks?q=a&b=c")).toBe("/sign-in?next=%2Flocks%3Fq%3Da%26b%3Dc");
  expect(signInHref("/")).toBe("/sign-in");
  expect(signInHref("//evil.example")).toBe("/sign-in");
});
