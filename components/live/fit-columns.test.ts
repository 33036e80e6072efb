import fc from "fast-check";
import { expect, test } from "vitest";
import { incidentColumns } from "#components/incidents/incident-columns.tsx";
import { operationColumns } from "#components/operations/operation-columns.tsx";
import { ownerColumns } from "#components/owners/owner-columns.tsx";
import { fitColumns } from "./fit-columns.ts";

const track = fc.integer({ min: 2, max: 20 }).map((rem) => `minmax(${rem}rem,1fr)`);
const column = fc.record({
  width: track,
  leaves: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
});
const columns = fc
  .array(column, { maxLength: 12 })
  .map((list) =>
    list.map(({ width, leaves }, i) => ({ id: `c${i}`, width, ...(leaves === undefined ? {} : { leaves }) })),
  );

test("more room never takes a column away, what stays is in its order, and the last ones stay in any room", () => {
  fc.assert(
    fc.property(
      columns,
      fc.integer({ min: 1, max: 3_000 }),
      fc.integer({ min: 0, max: 500 }),
      (all, px, more) => {
        const fitted = fitColumns(all, px).map(({ id }) => id);
        const wider = fitColumns(all, px + more).map(({ id }) => id);
        expect(wider).toEqual(expect.arrayContaining(fitted));
        expect(all.map(({ id }) => id).filter((id) => fitted.includes(id))).toEqual(fitted);
        for (const { id, leaves } of all) if (leaves === undefined) expect(fitted).toContain(id);
      },
    ),
  );
});

test("beside the coach at 1440 px every list fits without being cut", () => {
  for (const all of [incidentColumns, operationColumns, ownerColumns]) {
    const rem = fitColumns(all as readonly { id: string; width: string }[], 840).reduce(
      (sum, { width }) => sum + Number(/[\d.]+/.exec(width)?.[0]),
      0,
    );
    expect(rem * 16).toBeLessThanOrEqual(840);
  }
});
