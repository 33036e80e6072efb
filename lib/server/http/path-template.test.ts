import fc from "fast-check";
import { expect, test } from "vitest";
import { bySpecificity, decodeParams, pathTemplate } from "./path-template.ts";

const anyText = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { minLength: 1 })
  .map((codes) => String.fromCharCode(...codes));

test("a name that is encoded as one segment comes out as it was, whatever is in it", () => {
  const template = pathTemplate("/api/v1/leases/{resource}/acquire");
  fc.assert(
    fc.property(anyText, (name) => {
      const path = `/api/v1/leases/${encodeURIComponent(name.toWellFormed())}/acquire`;
      expect(decodeParams(template, path)).toEqual({ resource: name.toWellFormed() });
    }),
  );
});

test("the rest of a path keeps its slashes, raw or encoded", () => {
  const template = pathTemplate("/api/v1/locks/{source}/{key...}");
  const key = "node-7/flock/8:1:5/0-EOF";
  expect(decodeParams(template, `/api/v1/locks/kernel/${key}`)).toEqual({ source: "kernel", key });
  expect(decodeParams(template, `/api/v1/locks/kernel/${encodeURIComponent(key)}`)).toEqual({
    source: "kernel",
    key,
  });
});

test("a broken percent-encoding is the caller's error, and names the part", () => {
  const template = pathTemplate("/api/v1/owners/{id}");
  expect(() => decodeParams(template, "/api/v1/owners/%ff")).toThrow(/percent-encoded/);
});

test("fixed segments come before parameters, and those before a rest", () => {
  const paths = ["/a/{x...}", "/a/{x}", "/a/once", "/a/{x}/b"];
  const sorted = paths
    .map(pathTemplate)
    .sort(bySpecificity)
    .map((t) => t.pattern);
  expect(sorted).toEqual(["/a/once", "/a/:x", "/a/:x/b", "/a/:x{[\\s\\S]+}"]);
});
