import fc from "fast-check";
import { expect, test } from "vitest";
import { apiPaths, decodeKey, lockHref, lockIdHref } from "./paths.ts";

const resource = fc
  .string({ unit: "binary", minLength: 1, maxLength: 80 })
  .filter((text) => text.isWellFormed() && text !== "." && text !== "..");
const slashed = fc.array(fc.constantFrom("a", "", ".", "..", "%2F", "?", "#", "b c"), {
  minLength: 2,
  maxLength: 6,
});

test("the address of a lock leads back to its key, whatever the name is", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        resource,
        slashed.map((parts) => parts.join("/")),
      ),
      (key) => {
        fc.pre(key !== "." && key !== ".." && key !== "");
        const url = new URL(lockHref("native", key), "http://locksmith.test");
        expect([url.search, url.hash]).toEqual(["", ""]);
        const [, locks, source, ...segments] = url.pathname.split("/");
        expect([locks, source]).toEqual(["locks", "native"]);
        expect(decodeKey(segments)).toBe(key);
        // The server decodes the rest of the API's path as one.
        expect(decodeURIComponent(apiPaths.lock("native", key).slice("/api/v1/locks/native/".length))).toBe(
          key,
        );
      },
    ),
    { numRuns: 500 },
  );
});

test("a kernel lock's address stays readable, and an id is taken apart at its source", () => {
  expect(lockIdHref("kernel/node-7/flock/08:01:1234/0-EOF")).toBe(
    "/locks/kernel/node-7/flock/08%3A01%3A1234/0-EOF",
  );
});

test("a segment that is not valid percent-encoding is taken as it stands", () => {
  expect(decodeKey(["100%", "a"])).toBe("100%/a");
});
