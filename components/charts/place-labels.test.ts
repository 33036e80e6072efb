import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeLabels, roomBeside } from "./place-labels.ts";

const mark = (
  px: number,
  width: number,
  severity: "info" | "warning" | "critical",
  text: string = severity,
) => ({
  atMs: px,
  px,
  width,
  severity,
  text,
});

describe("placeLabels", () => {
  it("lets the gravest speak where there is room for one", () => {
    const placed = placeLabels(
      [mark(10, 80, "info"), mark(40, 80, "critical"), mark(60, 80, "warning")],
      500,
    );
    expect(placed.map((label) => label.text)).toEqual(["critical"]);
  });

  it("turns round at the edge instead of being cut", () => {
    expect(placeLabels([mark(480, 80, "warning")], 500)).toEqual([{ text: "warning", left: 405 }]);
  });

  it("never puts one over another, nor outside", () => {
    const severity = fc.constantFrom("info", "warning", "critical" as const);
    const one = fc.record({
      px: fc.integer({ min: 0, max: 500 }),
      width: fc.integer({ min: 5, max: 300 }),
      severity,
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 40 }), (marks) => {
        const wanted = marks.map((m, i) => mark(m.px, m.width, m.severity as "info", String(i)));
        const placed = placeLabels(wanted, 500).map((label) => ({
          left: label.left,
          right: label.left + (wanted[Number(label.text)]?.width ?? 0),
        }));
        for (const [i, a] of placed.entries()) {
          expect(a.left).toBeGreaterThanOrEqual(0);
          for (const b of placed.slice(i + 1)) expect(a.right <= b.left || b.right <= a.left).toBe(true);
        }
      }),
    );
  });
});

describe("roomBeside", () => {
  it("keeps words of a gap clear of those that stand in it already", () => {
    expect(roomBeside(100, 200, null)).toEqual({ left: 100, width: 200 });
    expect(roomBeside(100, 200, { left: 20, width: 80 })).toEqual({ left: 100, width: 200 });
    expect(roomBeside(100, 200, { left: 108, width: 90 })).toEqual({ left: 198, width: 102 });
    expect(roomBeside(100, 200, { left: 220, width: 120 })).toEqual({ left: 100, width: 120 });
    expect(roomBeside(100, 60, { left: 90, width: 90 }).width).toBe(0);
  });
});
