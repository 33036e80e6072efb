import { expect, test } from "vitest";
import type { NodeRow } from "#lib/contract/rows.ts";
import { countNodes } from "./count-nodes.ts";

const row = (name: string, more: Partial<NodeRow> = {}) => ({ name, state: "up", ...more }) as NodeRow;
const halted = { level: "halted" as const, text: "stands still", resource: null };

test("nodes are counted by what they show, and a drill's are none of the fleet", () => {
  const rows = [
    row("node-1"),
    row("node-2", { health: halted }),
    row("node-3", { health: halted, paused: true }),
    row("node-4", { health: halted, state: "silent" }),
    row("drill:node-7"),
    row("drill:drone-1", { health: halted }),
  ];
  expect(countNodes(rows)).toEqual({ total: 4, byState: { up: 1, halted: 1, paused: 1, silent: 1 } });
});
