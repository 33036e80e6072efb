import type { DrillChoice } from "#lib/client/drills.ts";
import { limits } from "#lib/domain/limits.ts";
import { grouped } from "#lib/domain/words.ts";

/** What is wrong with a number of nodes as it was typed; null when nothing is. */
export function nodesProblem(typed: string): string | null {
  const nodes = Number(typed);
  const { drillNodesMin: min, drillNodesMax: max } = limits;
  const fits = /^\d+$/.test(typed.trim()) && nodes >= min && nodes <= max;
  return fits ? null : `A number from ${min} to ${grouped(max)}.`;
}

/** The same drill from a shell, on the host where the line is run; `origin` is this server as its visitors reach it. */
export function shellLine(choice: Required<DrillChoice>, origin = window.location.origin): string {
  const { nodes, variation, mode, pace, onCall, deliverPages } = choice;
  const flags = [
    `--server ${origin}`,
    ...(nodes === limits.drillNodesMin ? [] : [`--nodes ${nodes}`]),
    ...(variation === "main" ? [] : [`--variation ${variation}`]),
    ...(mode === "hand" ? [] : [`--${mode}`]),
    ...(pace === "real" ? [] : [`--pace ${pace}`]),
    ...(onCall === "played" ? [] : ["--on-call person"]),
    ...(deliverPages ? ["--deliver-pages"] : []),
  ];
  return `npx locksmith drill ${flags.join(" ")}`;
}
