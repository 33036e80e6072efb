import fc from "fast-check";
import { isValidElement, type ReactNode } from "react";
import { expect, test } from "vitest";
import { withDrillTags } from "./drill-tag.tsx";

/** The text of what is drawn, with each label as `[drill]`. */
function drawn(node: ReactNode): string {
  const parts = Array.isArray(node) ? (node as ReactNode[]) : [node];
  return parts.map((part) => (isValidElement(part) ? "[drill]" : String(part))).join("");
}

test("each name of a drill is labelled, at the start of a text and within a sentence", () => {
  expect(drawn(withDrillTags("drill:node-7"))).toBe("[drill]node-7");
  expect(drawn(withDrillTags("the taker on drill:node-7 is gone; drill:guardian keeps it"))).toBe(
    "the taker on [drill]node-7 is gone; [drill]guardian keeps it",
  );
  expect(drawn(withDrillTags("(drill:patrol-a)"))).toBe("([drill]patrol-a)");
});

test("what only looks like it is left as it is", () => {
  for (const text of ["node-7", "seedrill:x", "a/drill:x", "drill: the word", "drill:", "x:drill:y", ""]) {
    expect(withDrillTags(text)).toBe(text);
  }
});

test("no letter is lost or added, whatever the text", () => {
  const piece = fc.constantFrom("drill:", " ", "node-7", "(", "drill", ":", "é", "/");
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join("");
      expect(drawn(withDrillTags(text)).replaceAll("[drill]", "drill:")).toBe(text);
    }),
  );
});
