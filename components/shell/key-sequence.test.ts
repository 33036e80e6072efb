import { describe, expect, it } from "vitest";
import { idle, type KeyPress, pressKey } from "./key-sequence.ts";

const known = new Set(["g l", "g o", "/", "?"]);
const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  modified: false,
  typing: false,
  atMs: 0,
  ...more,
});

function type(...presses: KeyPress[]): (string | null)[] {
  let state = idle;
  return presses.map((one) => {
    const step = pressKey(state, one, known);
    state = step.state;
    return step.hit;
  });
}

describe("pressKey", () => {
  it("knows single keys and pairs", () => {
    expect(type(press("/"))).toEqual(["/"]);
    expect(type(press("g"), press("l"))).toEqual([null, "g l"]);
  });

  it("forgets a first key after a while, and after a key that does not fit", () => {
    expect(type(press("g"), press("l", { atMs: 5_000 }))).toEqual([null, null]);
    expect(type(press("g"), press("x"), press("l"))).toEqual([null, null, null]);
  });

  it("begins a pair anew with its first key", () => {
    expect(type(press("g"), press("g"), press("o"))).toEqual([null, null, "g o"]);
  });

  it("leaves alone what is typed into a field or with a modifier", () => {
    expect(type(press("/", { typing: true }))).toEqual([null]);
    expect(type(press("g"), press("l", { modified: true }))).toEqual([null, null]);
    expect(type(press("Shift"), press("?"))).toEqual([null, "?"]);
  });
});
