import { counted } from "#lib/domain/words.ts";
import type { KindRules } from "#lib/server/operations/kind.ts";
import { nameOf } from "#lib/server/operations/operation-words.ts";
import { phaseOf } from "./drain-record.ts";
import { letGo } from "./end-drain.ts";
import { drainMeant, notOn, plannedFor, steer, steeringGates } from "./steer-drain.ts";

/** Ends a drain before its time: its units run again now. */
export const resumeRules: KindRules<"resume"> = {
  kind: "resume",
  plan: async (context, spec) => {
    const drain = await drainMeant(context, spec.operationId);
    const refusal = notOn(drain);
    return plannedFor(drain, {
      title: `Resume: end “${drain.plan.title}” now`,
      consequences: [
        `${counted(drain.units.length, "unit")} ${drain.units.length === 1 ? "runs" : "run"} again, and new leases are granted again.`,
        "A clear that waits for this drain stays shut from then on.",
      ],
      facts: [],
      refusals: refusal === null ? [] : [refusal],
      step: "Let the units run again",
    });
  },
  gates: steeringGates,
  advance: async (context, record) => {
    const by = record.confirmedBy === null ? "somebody" : nameOf(record.confirmedBy);
    await steer(context, record, (drain) => {
      const text = `${by} ended it early: all run again.`;
      const how =
        phaseOf(drain) === "holding"
          ? ({ state: "verifying", outcome: "done", text } as const)
          : ({ state: "aborting", outcome: "aborted", text } as const);
      return {
        move: letGo(context, drain, how),
        text: `${counted(drain.units.length, "unit")} were told to run again.`,
      };
    });
  },
};
