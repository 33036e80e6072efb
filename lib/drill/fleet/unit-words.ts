import type { NodeKind } from "./plan-fleet.ts";

export interface UnitWords {
  /** What it says while it finishes, one after another. */
  finishing: readonly string[];
  /** What it says when it is paused. */
  paused: string;
}

/** How a unit says what it does while it is drained: its own words, for those who wait for it. */
export function unitWords(kind: NodeKind, number: number): UnitWords {
  switch (kind) {
    case "drone":
      return {
        finishing: ["finishing its leg", "flight path recomputed", `flying to hover point H-${number}`],
        paused: `at safe hover point H-${number}`,
      };
    case "arm":
      return { finishing: ["setting its load down", "parking"], paused: "load parked, brakes on" };
    case "compute":
      return { finishing: ["writing a checkpoint"], paused: "checkpoint written, job held" };
    default:
      return { finishing: ["finishing the write that runs"], paused: "guards on, and begins nothing" };
  }
}
