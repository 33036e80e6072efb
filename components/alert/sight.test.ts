import { describe, expect, it } from "vitest";
import { bareTitle, composeTitle, type Known, type SightKind, sightOf, titlePrefix } from "./sight.ts";
import { iconOf } from "./sight-icon.ts";

const none = { hot: 0, stale: 0, suspect: 0, incidents: 0 };
const calm: Known = { signedOut: false, old: false, read: true, real: none, drill: none };
const all = { hot: 2, stale: 3, suspect: 4, incidents: 1 };

describe("the worst in sight", () => {
  it.each([
    [calm, "calm", ""],
    [{ ...calm, read: false }, "reading", ""],
    [{ ...calm, real: all }, "hot", "(2 HOT) "],
    [{ ...calm, real: { ...all, hot: 0 } }, "incident", "(1 incident) "],
    [{ ...calm, real: { ...none, stale: 3, suspect: 4 } }, "stale", "(3 stale) "],
    [{ ...calm, real: { ...none, suspect: 4 } }, "suspect", "(4 suspect) "],
    [{ ...calm, read: false, old: true }, "unknown", "(Not known) "],
    [{ ...calm, real: all, old: true }, "old", "(Old data) "],
    [{ ...calm, real: all, old: true, signedOut: true }, "out", "(Signed out) "],
  ] as const)("of %o is %s", (known, kind, prefix) => {
    const sight = sightOf(known);
    expect(sight.kind).toBe(kind);
    expect(titlePrefix(sight)).toBe(prefix);
  });

  it("is a drill's only when nothing real is wrong, and says so", () => {
    expect(titlePrefix(sightOf({ ...calm, drill: all }))).toBe("(drill: 2 HOT) ");
    expect(sightOf({ ...calm, drill: all, real: { ...none, stale: 1 } })).toMatchObject({
      kind: "stale",
      drill: false,
    });
  });
});

describe("a title", () => {
  it("gets one prefix, whatever was there", () => {
    expect(composeTitle("Locks · Locksmith", "(2 HOT) ")).toBe("(2 HOT) Locks · Locksmith");
    expect(composeTitle("(2 HOT) Locks · Locksmith", "(drill: 1 stale) ")).toBe(
      "(drill: 1 stale) Locks · Locksmith",
    );
    for (const ours of ["(Old data)", "(Not known)", "(1 suspect)", "(drill: 2 suspect)"]) {
      expect(composeTitle(`${ours} Locks · Locksmith`, "")).toBe("Locks · Locksmith");
    }
  });

  it("that is empty stays so", () => {
    expect(composeTitle("", "(2 HOT) ")).toBe("");
  });

  it("keeps what only looks like ours", () => {
    expect(bareTitle("(2 HOT) (3 dogs) x")).toBe("(3 dogs) x");
    expect(bareTitle("Held · (2 HOT) x")).toBe("Held · (2 HOT) x");
  });
});

it("no two states have the same icon, what is not known has never that of calm, and a drill's differs from the real one", () => {
  const kinds: SightKind[] = ["reading", "old", "hot", "incident", "stale", "suspect", "calm"];
  const icons = kinds.map((kind) => iconOf({ kind, count: 1, drill: false }));
  const drills = (["hot", "incident", "stale", "suspect"] as const).map((kind) =>
    iconOf({ kind, count: 1, drill: true }),
  );
  expect(new Set([...icons, ...drills]).size).toBe(11);
  expect(iconOf({ kind: "unknown", count: 0, drill: false })).toBe(
    iconOf({ kind: "old", count: 0, drill: false }),
  );
  expect(icons.every((icon) => icon.startsWith("data:image/svg+xml,"))).toBe(true);
});
