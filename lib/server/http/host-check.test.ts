import { expect, test } from "vitest";
import { hostCheck } from "./host-check.ts";

test("bound to loopback, only names that mean this machine are let in", () => {
  const isOwn = hostCheck("127.0.0.1", null);
  for (const host of [
    "127.0.0.1:4600",
    "localhost:4600",
    "localhost",
    "[::1]:4600",
    "127.0.0.53",
    "LOCALHOST:1",
  ]) {
    expect(isOwn(host), host).toBe(true);
  }
  for (const host of [
    "evil.example:4600",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "10.0.0.1:4600",
    "[::2]:4600",
    "127.evil",
    "",
    undefined,
  ]) {
    expect(isOwn(host), String(host)).toBe(false);
  }
});

test("the public address is known too, with its port", () => {
  const isOwn = hostCheck("127.0.0.1", "https://locks.example");
  expect(isOwn("locks.example")).toBe(true);
  expect(isOwn("locks.example:8443")).toBe(false);
});

test("bound to the network, any name goes: a rebound name has no cookie of ours", () => {
  expect(hostCheck("0.0.0.0", null)("console.example:4600")).toBe(true);
});
