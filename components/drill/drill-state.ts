import type { DrillRow } from "#lib/contract/drills.ts";
import type { ActId } from "#lib/domain/drill/drill.ts";
import { grouped } from "#lib/domain/words.ts";

/** The choices of a list while a drill is on. */
export const worldWords = { all: "Real and drill", real: "Real", drill: "Drill" } as const;

/** `101 nodes`. */
export function nodesWords(nodes: number): string {
  return `${grouped(nodes)} nodes`;
}

/** How a drill stands, without its full stop. */
export function stateSentence({ state, options }: Pick<DrillRow, "state" | "options">): string {
  const nodes = nodesWords(options.nodes);
  if (state === "starting") return `A drill is starting: ${nodes} that are not real`;
  if (state === "ending") return "The drill is ending, and everything of it is being removed";
  return `A drill is on: ${nodes} that are not real`;
}

/** Whether there is nothing more to play: only then the score is shown, for its goals name the traps. */
export function isPlayed(acts: readonly DrillRow["acts"][number][]): boolean {
  return acts.length > 0 && acts.at(-1)?.state !== "pending";
}

/** Where the story is: the act that is on, or the last that is over; and its place among all. */
export function placeOf(
  acts: readonly DrillRow["acts"][number][],
): { id: ActId; title: string; number: number; of: number } | null {
  const on = acts.findLastIndex(({ state }) => state === "on");
  const index = on === -1 ? acts.findLastIndex(({ state }) => state === "over") : on;
  const act = acts[index];
  return act === undefined ? null : { id: act.id, title: act.title, number: index + 1, of: acts.length };
}
