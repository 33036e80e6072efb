import fc from "fast-check";
import { expect, test } from "vitest";
import { ageText, safeJson, table } from "./output.ts";

test("JSON for a terminal is the same value, without what a terminal obeys", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const json = safeJson(JSON.stringify({ text }));
      expect(JSON.parse(json)).toEqual({ text });
      expect(json).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
  );
});

test("a table keeps its columns whatever the text, one line a row", () => {
  const columns = [
    { name: "A", cell: (row: string) => row },
    { name: "N", cell: () => "7", number: true },
    { name: "LAST", cell: () => "end" },
  ];
  const rows = ["plain", "two\nlines", "\u001b[2J", "\u202eevil", "x".repeat(500)];
  const lines = table(columns, rows).split("\n");
  expect(lines).toHaveLength(rows.length + 2);
  const starts = lines.slice(0, -1).map((line) => [...line.replace(/(LAST|end)$/, "")].length);
  expect(new Set(starts)).toEqual(new Set([60 + 2 + 1 + 2]));
  expect(lines.join("")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});

test("ages are said in the unit that fits, and never below zero", () => {
  expect(ageText(null, 0)).toBe("-");
  expect(ageText(5_000, 1_000)).toBe("0 s");
  expect(ageText(0, 119_000)).toBe("119 s");
  expect(ageText(0, 180_000)).toBe("3 min");
  expect(ageText(0, 7_200_000)).toBe("2 h");
  expect(ageText(0, 5 * 86_400_000)).toBe("5 d");
});
