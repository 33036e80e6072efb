import { expect, test } from "vitest";
import type { IncidentRecord } from "#lib/store/incident-records.ts";
import type { RefusalRecord } from "#lib/store/records.ts";
import { RefusalCount } from "./refusal-count.ts";

type Refusal = RefusalRecord & { lastMs: number };

/** The refusals of one resource as the leases keep them; `lately` are those within the window. */
function world() {
  let kept: Refusal[] = [];
  let lately: Refusal[] = [];
  const of = (resource: string) => ({
    resource,
    locks: [],
    refused: new Set(lately.map(({ node }) => node)),
    unwell: new Set<string>(),
    fleet: 10,
  });
  const record = { resources: ["x.conf"], affectedNodes: [], affectedPeak: 0, refusals: 0 };
  const facts = { of, refusals: () => lately, keptRefusals: () => kept };
  const count = new RefusalCount(record as unknown as IncidentRecord, facts, true);
  return {
    count,
    look: (all: Refusal[], some = all) => {
      kept = all;
      lately = some;
      return count.look(record as unknown as IncidentRecord, facts).refusals;
    },
  };
}

const refusal = (session: number, count: number, firstAt = 0): Refusal => ({
  sessionId: `ses_${session}`,
  node: `node-${session}`,
  service: "s",
  count,
  firstAt,
  lastAt: firstAt,
  lastMs: firstAt,
});

test("however many sessions were refused in its time, it remembers those that can still be counted twice", () => {
  const { count, look } = world();
  let total = 0;
  for (let round = 0; round < 1_000; round += 1) {
    total += 3;
    expect(look([refusal(round, 3, round)])).toBe(total);
    expect(count.remembered).toBe(1);
  }
  expect(look([])).toBe(total);
  expect(count.remembered).toBe(0);
});

test("one that is old but kept is counted on, not anew, when it is refused again", () => {
  const { look } = world();
  expect(look([refusal(1, 5)])).toBe(5);
  expect(look([refusal(1, 5)], [])).toBe(5);
  expect(look([refusal(1, 6)])).toBe(6);
});
