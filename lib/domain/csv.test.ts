import fc from "fast-check";
import { expect, test } from "vitest";
import { csvCell, csvLine } from "./csv.ts";

/** Reads one line as RFC 4180 says. */
function parseLine(line: string): string[] {
  const cells: string[] = [];
  let rest = line.slice(0, -2);
  for (;;) {
    const found = /^"((?:[^"]|"")*)"|^[^",\r\n]*/.exec(rest);
    const text = found?.[0] ?? "";
    cells.push(found?.[1] === undefined ? text : found[1].replaceAll('""', '"'));
    if (text.length === rest.length) return cells;
    expect(rest[text.length]).toBe(",");
    rest = rest.slice(text.length + 1);
  }
}

const plain = (text: string | undefined) => text?.replaceAll("'", "");

test("any cells come back as they went in, but for apostrophes that were added", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (cells) => {
      const back = parseLine(csvLine(cells));
      expect(back).toHaveLength(cells.length);
      back.forEach((cell, i) => {
        expect(plain(cell)).toBe(plain(cells[i]));
        expect(cell.length).toBeGreaterThanOrEqual(cells[i]?.length ?? 0);
        if (!/[;\t\r\n]/.test(cell)) expect([cells[i], `'${cells[i]}`]).toContain(cell);
      });
    }),
  );
});

test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1", '=HYPERLINK("http://x")'])(
  "%j is text in a spreadsheet",
  (text) => {
    expect(parseLine(csvLine([text]))[0]?.startsWith("'")).toBe(true);
  },
);

test.each(["a;=1+1", "a; @SUM(A1)", "a\n=1", "a\t+1", ";=1;-1"])(
  "%j is no formula either where a spreadsheet parts cells by semicolons or at the line break",
  (text) => {
    for (const piece of parseLine(csvLine([text]))[0]?.split(/[;\t\n]/) ?? []) {
      expect(piece.trimStart()).not.toMatch(/^[=+\-@]/);
    }
  },
);

test("plain text and numbers stay as they are", () => {
  expect(csvLine(["native/aim_lock_config.conf", -5, null, "a,b", 'say "x"'])).toBe(
    'native/aim_lock_config.conf,-5,,"a,b","say ""x"""\r\n',
  );
  expect(csvCell("it's")).toBe('"it\'s"');
});
