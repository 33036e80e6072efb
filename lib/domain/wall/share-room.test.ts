import fc from "fast-check";
import { expect, test } from "vitest";
import { shareRoom } from "./share-room.ts";

const anySection = fc.record({
  rows: fc.nat(12),
  titleHeight: fc.integer({ min: 10, max: 60 }),
  rowHeight: fc.integer({ min: 20, max: 120 }),
  least: fc.integer({ min: 1, max: 3 }),
});

test("what is given out fits, and no list gets more than it has", () => {
  fc.assert(
    fc.property(
      fc.array(anySection, { maxLength: 4 }),
      fc.integer({ min: -50, max: 900 }),
      (sections, height) => {
        const given = shareRoom(height, sections);
        let used = 0;
        given.forEach((rows, index) => {
          const section = sections[index];
          if (section === undefined) return;
          expect(rows).toBeGreaterThanOrEqual(0);
          expect(rows).toBeLessThanOrEqual(section.rows);
          if (rows > 0) used += section.titleHeight + rows * section.rowHeight;
        });
        expect(used).toBeLessThanOrEqual(Math.max(0, height));
      },
    ),
  );
});

test("each has its least before the first has more", () => {
  const section = { titleHeight: 50, rowHeight: 100, least: 1 };
  const [first, second] = shareRoom(450, [
    { ...section, rows: 9, least: 2 },
    { ...section, rows: 9 },
  ]);
  expect([first, second]).toEqual([2, 1]);
  expect(
    shareRoom(660, [
      { ...section, rows: 9, least: 2 },
      { ...section, rows: 9 },
    ]),
  ).toEqual([4, 1]);
});
