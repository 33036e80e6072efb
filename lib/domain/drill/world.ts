import { drillName, isDrillName, looksLikeDrill } from "./names.ts";

/** Whoever has a `drill` belongs to it: its fleet's token, or a person who is played. */
interface Writer {
  drill?: string | undefined;
}

/** `machine`: what processes say of themselves (sessions, leases, reports). `person`: what people do to things. */
export type Writing = "machine" | "person";

/**
 * Why somebody may not write what has these names; null when they may. Who belongs to a drill writes what carries its
 * label and nothing else. Real processes never carry it. Real people may act on a drill as on anything, with their role.
 */
export function worldRefusal(writer: Writer, writing: Writing, names: readonly string[]): string | null {
  if (writer.drill !== undefined) {
    const own = names.length > 0 && names.every(isDrillName);
    return own ? null : "Who belongs to a drill may write what is named drill: and nothing else.";
  }
  if (writing === "person" || !names.some(isDrillName)) return null;
  return "Names that begin with drill: are kept for drills.";
}

/** Whether names of a drill stand beside others: nothing may ever concern both. */
export function isMixed(names: readonly string[]): boolean {
  return names.some(isDrillName) && !names.every(isDrillName);
}

/**
 * The name of what a node reports: a node of a drill has things of the drill alone, and what a real host calls something
 * must not pass for a drill's, nor look like it, as a file can have any name.
 */
export function nameOn(node: string, name: string): string {
  if (isDrillName(node)) return drillName(name);
  return looksLikeDrill(name) ? `real:${name}` : name;
}
