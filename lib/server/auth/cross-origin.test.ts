import { expect, test } from "vitest";
import { crossOriginRefusal } from "./cross-origin.ts";

const cookie = { cookie: "a=b" };
const mark = { "x-locksmith": "1" };
const host = { host: "locks.example:4600" };

function refusal(headers: Record<string, string>, method = "POST", publicOrigin: string | null = null) {
  return crossOriginRefusal({ method, headers: new Headers(headers), publicOrigin });
}

test("reading is never refused, wherever it comes from", () => {
  for (const method of ["GET", "HEAD", "OPTIONS", "get"]) {
    expect(
      refusal({ ...cookie, origin: "https://evil.example", "sec-fetch-site": "cross-site" }, method),
    ).toBeNull();
  }
});

test("our own page may change something, by Sec-Fetch-Site, by Host, or by the public address", () => {
  expect(
    refusal({ ...cookie, ...mark, "sec-fetch-site": "same-origin", origin: "https://proxy" }),
  ).toBeNull();
  expect(refusal({ ...cookie, ...mark, ...host, origin: "http://locks.example:4600" })).toBeNull();
  expect(refusal({ ...cookie, ...mark, ...host, origin: "https://pub" }, "POST", "https://pub")).toBeNull();
});

test("another site, a sibling host and a page without an origin are refused", () => {
  for (const site of ["cross-site", "same-site", "none", ""]) {
    expect(refusal({ ...cookie, ...mark, "sec-fetch-site": site })).toContain("another site");
  }
  for (const origin of [
    "null",
    "https://evil.example",
    "http://locks.example:4601",
    "ftp://locks.example:4600",
    "x",
  ]) {
    expect(refusal({ ...cookie, ...mark, ...host, origin })).toContain("another site");
  }
  expect(refusal({ ...cookie, ...mark, origin: "http://locks.example:4600" })).toContain("another site");
});

test("a cookie without the header is refused even from our own origin, and so is one without any origin", () => {
  expect(refusal({ ...cookie, "sec-fetch-site": "same-origin" })).toContain("X-Locksmith");
  expect(refusal({ ...cookie, "x-locksmith": "0", "sec-fetch-site": "same-origin" })).toContain(
    "X-Locksmith",
  );
  expect(refusal({ ...cookie, ...mark, ...host })).toContain("Origin");
  for (const method of ["PUT", "PATCH", "DELETE", "post"]) {
    expect(refusal({ ...cookie, ...host }, method)).not.toBeNull();
  }
});

test("a program without cookie and Origin goes on to be authenticated, a foreign page without a cookie does not", () => {
  expect(refusal({ ...host })).toBeNull();
  expect(refusal({ ...host, origin: "https://evil.example" })).toContain("another site");
  expect(refusal({ "sec-fetch-site": "cross-site" })).toContain("another site");
});

test("a token is exempt, because no other site can send it", () => {
  expect(refusal({ authorization: "Bearer x", origin: "https://evil.example", ...cookie })).toBeNull();
});
