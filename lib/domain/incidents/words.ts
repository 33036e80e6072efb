import { safeText } from "#lib/domain/safe-text.ts";
import { clockTime, counted, grouped } from "#lib/domain/words.ts";
import type { IncidentState, Signal, SignalRule } from "./incident.ts";

/** What tells most of an incident comes last. */
const telling: readonly SignalRule[] = [
  "by-hand",
  "guardian-silent",
  "stale-lock",
  "fleet-affected",
  "stale-refusing",
];

/** The signal by which an incident is known: the most telling, then the first. */
export function mainSignal<T extends Pick<Signal, "rule" | "since">>(signals: readonly T[]): T | undefined {
  const rank = ({ rule }: T) => telling.indexOf(rule);
  return signals.toSorted((a, b) => rank(b) - rank(a) || a.since - b.since)[0];
}

/** A few words, which change only when something more telling is seen; from all that was seen, also what is over. */
export function titleOf(signals: readonly Signal[]): string {
  const main = mainSignal(signals);
  const what = safeText(main?.resource ?? main?.node ?? "something", 120);
  const affected = signals.some(({ rule }) => rule === "fleet-affected");
  switch (main?.rule) {
    case "stale-refusing":
      return `Stale lock on ${what} ${affected ? "stops the fleet" : "refuses others"}`;
    case "stale-lock":
      return `Stale lock on ${what}`;
    case "fleet-affected":
      return `Fleet affected by ${what}`;
    case "guardian-silent":
      return `Guardian of ${what} is silent`;
    default:
      return safeText(main?.text ?? "Something is wrong", 300);
  }
}

/** Numbers of an incident as they are now. */
export interface IncidentNumbers {
  affected: number;
  refusals: number;
  /** Different nodes that were refused so far. */
  refusedNodes: number;
}

/** How what an incident is about stands now, beside what rules see. */
export interface Standing {
  /** Resources of it that are HOT. */
  hot: readonly string[];
  /** Somebody living owns one of its resources. */
  ownerLives: boolean;
  /** Units that stand still for it. */
  held: number;
}

/** What is not as it was before, when rules see nothing wrong any more; empty when all is. */
export function leftWords(affected: number, { hot, ownerLives, held }: Standing): string {
  const parts: string[] = [];
  const [first] = hot;
  if (first !== undefined) {
    const more = hot.length === 1 ? "" : ` and ${grouped(hot.length - 1)} more`;
    const whose = ownerLives ? " under a living owner" : "";
    parts.push(`${safeText(first, 120)}${more} ${hot.length === 1 ? "is" : "are"} HOT${whose}`);
  } else if (ownerLives && affected > 0) parts.push("The owner is live again");
  if (affected > 0) parts.push(`${counted(affected, "node")} ${affected === 1 ? "is" : "are"} not back yet`);
  if (held > 0) parts.push(`${counted(held, "unit")} ${held === 1 ? "is" : "are"} still paused for it`);
  return parts.length === 0 ? "" : `${parts.join("; ")}.`;
}

const quiet: Standing = { hot: [], ownerLives: false, held: 0 };

/** What is wrong in one sentence while rules see it; then what is left of it, or that nothing is. */
export function sentenceOf(
  incident: {
    state: IncidentState;
    signals: readonly Signal[];
    mitigatedAt: number | null;
    sentence: string;
  },
  numbers: IncidentNumbers,
  standing: Standing = quiet,
): string {
  if (incident.state === "resolved") return incident.sentence;
  const left = leftWords(numbers.affected, standing);
  if (incident.state === "mitigated") {
    if (left !== "") return `${left} Nobody has closed it.`;
    return `Nothing of it is seen since ${clockTime(incident.mitigatedAt ?? 0)}; nobody has closed it.`;
  }
  const wrong = incident.signals.filter(({ clearedAt }) => clearedAt === null);
  const main = mainSignal(wrong);
  if (main === undefined) {
    return left === ""
      ? "What was wrong is over; it is watched for some more seconds."
      : `${left} It is watched on.`;
  }
  if (main.rule === "by-hand" && wrong.length === 1) return incident.sentence;
  const parts = [mainWords(main), refusedWords(numbers), affectedWords(numbers)];
  return parts.filter((text) => text !== "").join(" ");
}

/** The text of a signal has the numbers of when it was last seen; a sentence has those of now beside it. */
function mainWords({ rule, resource, text }: Signal): string {
  return rule === "fleet-affected" ? `The fleet is held up by ${safeText(resource ?? "", 120)}.` : text;
}

function refusedWords({ refusals, refusedNodes }: IncidentNumbers): string {
  if (refusals === 0) return "";
  const whom = refusedNodes === 0 ? "" : ` of ${counted(refusedNodes, "node")}`;
  return `${counted(refusals, "refusal")}${whom} so far.`;
}

function affectedWords({ affected }: IncidentNumbers): string {
  return affected === 0 ? "" : `${counted(affected, "node")} cannot go on now.`;
}
