import type { Overview } from "#lib/contract/lists.ts";
import { grouped } from "#lib/domain/words.ts";

export interface Answer {
  /** Whether somebody is needed: colours the line and the page's title. */
  tone: "calm" | "watch" | "wrong" | "empty";
  text: string;
}

type Counts = Pick<Overview, "locks" | "nodes" | "drill">;

/** The first thing on the first screen: is anything wrong? In a sentence, from counts alone; a drill's are not among them. */
export function answer({ locks, nodes, drill }: Counts): Answer {
  const hot = locks.byState.hot ?? 0;
  const stale = (locks.byVerdict.orphan ?? 0) + (locks.byVerdict.ghost ?? 0);
  const suspect = locks.byVerdict.suspect ?? 0;
  const unknown = locks.byVerdict.unknown ?? 0;
  const silent = nodes.byState.silent ?? 0;
  if (locks.total === 0 && nodes.total === 0) {
    const text =
      drill == null ? "Nothing reports here yet." : "Nothing real reports here yet; a drill is on.";
    return { tone: "empty", text };
  }
  const wrong: string[] = [];
  if (hot > 0) wrong.push(`${count(hot, "lock")} refusing somebody now`);
  if (stale > 0) wrong.push(`${count(stale, "lock")} left by an owner that is gone`);
  if (wrong.length > 0) return { tone: "wrong", text: `${capital(wrong.join(", and "))}.` };
  const watch: string[] = [];
  if (silent > 0) watch.push(`${count(silent, "node")} silent`);
  // The words of the counts below: one word for one thing.
  if (suspect > 0) watch.push(`${count(suspect, "lock")} with a suspect owner`);
  if (unknown > 0) watch.push(`${count(unknown, "lock")} with an unknown owner`);
  if (watch.length > 0) return { tone: "watch", text: `Nothing is refused; ${listed(watch)}.` };
  return { tone: "calm", text: "Nothing is hot, and no owner is missing." };
}

function count(n: number, noun: string): string {
  return `${grouped(n)} ${noun}${n === 1 ? "" : "s"}`;
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
