import { expect, test } from "vitest";
import type { Health } from "#lib/domain/fleet-state.ts";
import { sameCondition, UnitTable } from "./unit-table.ts";

const halted: Health = { level: "halted", text: "HOT", resource: "a.conf" };

function row(
  id: string,
  node: string,
  more: { state?: "running" | "paused" | "lost"; health?: Health } = {},
) {
  return {
    id,
    sessionId: "ses_1",
    node,
    unit: id,
    service: "patrol",
    kind: "in-process" as const,
    can: [],
    state: more.state ?? ("running" as const),
    tasks: null,
    operationId: null,
    note: null,
    health: more.health ?? null,
    holdUntilAt: null,
    reportedAt: 1,
    revision: 1,
  };
}

test("a node is as ill as the worst of its units that are heard of", () => {
  const table = new UnitTable();
  table.put(row("a", "n1"));
  table.put(row("b", "n1", { health: { ...halted, level: "impaired" } }));
  table.put(row("c", "n1", { health: halted }));
  expect(table.conditionOf("n1")).toEqual({ health: halted, paused: false });
  table.put(row("c", "n1", { health: halted, state: "lost" }));
  expect(table.conditionOf("n1").health?.level).toBe("impaired");
});

test("a node is paused when all of its units are, and never when it has none", () => {
  const table = new UnitTable();
  expect(table.conditionOf("n1").paused).toBe(false);
  table.put(row("a", "n1", { state: "paused" }));
  table.put(row("b", "n1"));
  expect(table.conditionOf("n1").paused).toBe(false);
  table.remove("b");
  expect(table.conditionOf("n1").paused).toBe(true);
});

test("a unit that moves to another node concerns both", () => {
  const table = new UnitTable();
  expect(table.put(row("a", "n1"))).toEqual(["n1"]);
  expect(table.put(row("a", "n2")).sort()).toEqual(["n1", "n2"]);
  expect(table.remove("a")?.node).toBe("n2");
  expect(table.size).toBe(0);
});

test("a row without the fields of later versions says the same as one that is well", () => {
  expect(sameCondition({}, { health: null, paused: false })).toBe(true);
  expect(sameCondition({}, { health: halted, paused: false })).toBe(false);
});
