import fc from "fast-check";
import { expect, test } from "vitest";
import { foldSame, sideBySide, textDiff } from "./text-diff.ts";

const text = fc
  .array(fc.constantFrom("a\n", "b\n", "c\n", "\n", "a ", "long line\n"))
  .map((parts) => parts.join(""));

test("each side can be read out of the difference, to the last character", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { lines, noNewline } = textDiff(before, after);
      const side = (kind: "added" | "removed", open: boolean) => {
        const own = lines
          .filter((line) => line.kind === "same" || line.kind === kind)
          .map((line) => line.text);
        return own.length === 0 ? "" : `${own.join("\n")}${open ? "" : "\n"}`;
      };
      // A line that differs in its end alone is out on one side and in on the other.
      expect(side("removed", noNewline.before)).toBe(before);
      expect(side("added", noNewline.after)).toBe(after);
    }),
  );
});

test("the same text has no difference; numbers count on both sides", () => {
  expect(textDiff("a\nb\n", "a\nb\n")).toMatchObject({ added: 0, removed: 0, coarse: false });
  const { lines } = textDiff("a\nb\nc\n", "a\nx\nc\n");
  expect(lines.map(({ kind, before, after }) => [kind, before, after])).toEqual([
    ["same", 1, 1],
    ["removed", 2, null],
    ["added", null, 2],
    ["same", 3, 3],
  ]);
});

test("two large texts that share nothing are compared in bounded time, and it says that it was coarse", () => {
  const of = (word: string) => Array.from({ length: 9_000 }, (_, i) => `${word} ${i}`).join("\n");
  const diff = textDiff(of("left"), of("right"));
  expect(diff).toMatchObject({ coarse: true, added: 9_000, removed: 9_000 });
});

test("a line of a megabyte and markup are lines like others", () => {
  const line = "<script>alert(1)</script>".repeat(40_000);
  expect(textDiff(`${line}\n`, `${line}x\n`)).toMatchObject({ added: 1, removed: 1 });
});

test("what lies far from a change is counted, and nothing is lost", () => {
  const lines = textDiff(`${"same\n".repeat(50)}old\n`, `${"same\n".repeat(50)}new\n`).lines;
  expect(
    foldSame(lines, 3).map((block) => (block.kind === "skipped" ? block.count : block.lines.length)),
  ).toEqual([47, 5]);
  expect(foldSame(textDiff("a\n", "a\n").lines, 3)).toEqual([{ kind: "skipped", count: 1, at: 0 }]);
});

test("side by side, what came in stands beside what it replaced", () => {
  const rows = sideBySide(textDiff("a\nold 1\nold 2\nz\n", "a\nnew 1\nz\n").lines);
  expect(rows.map(({ before, after }) => [before?.text ?? null, after?.text ?? null])).toEqual([
    ["a", "a"],
    ["old 1", "new 1"],
    ["old 2", null],
    ["z", "z"],
  ]);
});
