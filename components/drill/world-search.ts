import { parseAsStringLiteral } from "nuqs/server";
import { isDrillName } from "#lib/domain/drill/names.ts";

export const worldChoices = ["all", "real", "drill"] as const;
export type WorldChoice = (typeof worldChoices)[number];

/** What is real, what is of a drill, or both; the word in the address of a list. */
export const worldParser = parseAsStringLiteral(worldChoices).withDefault("all");

/** Whether something belongs to what was chosen, by the names that it has. */
export function inWorld(choice: WorldChoice, ...names: readonly (string | null)[]): boolean {
  return choice === "all" || names.some(isDrillName) === (choice === "drill");
}
