import { afterEach, expect, test, vi } from "vitest";
import { keptChoice } from "./kept-choice.ts";

const parse = (text: string | null) => ({ loud: text?.includes("true") ?? false, name: "n" });

/** A browser's storage, and its news from other tabs. */
function browser(storage: Pick<Storage, "getItem" | "setItem">): EventTarget {
  const window = new EventTarget();
  vi.stubGlobal("window", window);
  vi.stubGlobal("localStorage", storage);
  return window;
}

const fromOtherTab = (key: string) => Object.assign(new Event("storage"), { key });

afterEach(() => vi.unstubAllGlobals());

test("a choice is kept, and heard of here and in another tab", () => {
  const stored = new Map<string, string>();
  const window = browser({
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, text) => void stored.set(key, text),
  });
  const choice = keptChoice("a", parse);
  const heard = vi.fn();
  const stop = choice.subscribe(heard);
  expect(choice.change({ loud: true })).toBe('{"loud":true,"name":"n"}');
  expect(stored.get("a")).toBe('{"loud":true,"name":"n"}');
  expect(heard).toHaveBeenCalledTimes(1);
  stored.set("a", "false");
  window.dispatchEvent(fromOtherTab("b"));
  expect(choice.read().loud).toBe(true);
  window.dispatchEvent(fromOtherTab("a"));
  expect(choice.read().loud).toBe(false);
  expect(heard).toHaveBeenCalledTimes(2);
  stop();
  window.dispatchEvent(fromOtherTab("a"));
  choice.change({ loud: true });
  expect(heard).toHaveBeenCalledTimes(2);
});

test("without a storage it lasts as long as the page", () => {
  const closed = () => {
    throw new DOMException("denied", "SecurityError");
  };
  browser({ getItem: closed, setItem: closed });
  const choice = keptChoice("a", parse);
  expect(choice.read()).toEqual({ loud: false, name: "n" });
  choice.change({ loud: true });
  expect(choice.read().loud).toBe(true);
});
