import { expect, test } from "vitest";
import { OnceLink, onceLinkMs } from "./once-link.ts";

function link() {
  const clock = { now: 5, wallMs: () => 0, monoMs: () => clock.now };
  return { clock, link: new OnceLink(clock) };
}

test("looking at it any number of times uses nothing up; using it once does", () => {
  const { link: it } = link();
  const token = it.issue();
  for (let i = 0; i < 5; i++) expect(it.isGood(token)).toBe(true);
  it.claim(token)?.done();
  expect(it.isGood(token)).toBe(false);
  expect(it.claim(token)).toBeNull();
});

test("of two uses at the same time one wins; when it fails, the link is good again", () => {
  const { link: it } = link();
  const token = it.issue();
  const first = it.claim(token);
  expect(first).not.toBeNull();
  expect(it.claim(token)).toBeNull();
  first?.failed();
  expect(it.claim(token)).not.toBeNull();
});

test("it expires, and a new one replaces it", () => {
  const { clock, link: it } = link();
  const token = it.issue();
  clock.now += onceLinkMs - 1;
  expect(it.isGood(token)).toBe(true);
  clock.now += 1;
  expect(it.isGood(token)).toBe(false);
  const next = it.issue();
  expect(it.isGood(next)).toBe(true);
  expect(it.claim(token)).toBeNull();
});

test("a claim on an old link never ends or frees the new one", () => {
  const { link: it } = link();
  const old = it.claim(it.issue());
  const token = it.issue();
  const current = it.claim(token);
  old?.failed();
  expect(it.isGood(token)).toBe(false);
  old?.done();
  current?.failed();
  expect(it.isGood(token)).toBe(true);
});

test("nothing is good before a link was made, and no other text is", () => {
  const { link: it } = link();
  expect(it.isGood("")).toBe(false);
  const token = it.issue();
  expect(it.isGood(`${token}x`)).toBe(false);
  expect(it.isGood(token.slice(0, -1))).toBe(false);
});
