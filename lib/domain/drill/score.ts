import { isStale, verdicts } from "#lib/domain/states.ts";
import { counted, roughly } from "#lib/domain/words.ts";
import type { DrillScore } from "./drill.ts";
import {
  hasCleared,
  operationsOf,
  repairDrains,
  runsAgain,
  type ScoredOperation,
  type ScoreFacts,
} from "./score-facts.ts";
import { goalsOf } from "./score-goals.ts";
import { wrongMoves } from "./score-moves.ts";

/**
 * How a drill was played, from what was recorded of it and from nothing else: whoever watches can add nothing and take
 * nothing away. Durations count from the beginning of the incident.
 */
export function scoreOf(facts: ScoreFacts): DrillScore {
  const { incident } = facts;
  const since = (at: number | null | undefined): number | null =>
    incident === null || at == null ? null : Math.max(0, at - incident.openedAt);
  const score = {
    acknowledgedMs: since(incident?.acknowledged?.at),
    proofMs: since(provenAt(facts)),
    repairedMs: since(repairedAt(facts)),
    wrongMoves: wrongMoves(facts),
    goals: goalsOf(facts),
  };
  return { ...score, sentence: sentenceOf(score, incident !== null) };
}

/** Calm alone is no repair while everybody is held for it: only what runs again shows that it is. */
function repairedAt(facts: ScoreFacts): number | null {
  const calmAt = facts.incident?.mitigatedAt ?? null;
  if (calmAt === null || !runsAgain(facts)) return null;
  return Math.max(calmAt, ...repairDrains(facts).map(({ endedAt }) => endedAt ?? calmAt));
}

/** The first time that somebody had a plan of a clear before them whose owner was proven gone; null: nobody has. */
function provenAt(facts: ScoreFacts): number | null {
  const times = operationsOf(facts, "clear").flatMap((clear) => proofOf(clear, facts) ?? []);
  return times.length === 0 ? null : Math.min(...times);
}

function proofOf(clear: ScoredOperation, { audits }: ScoreFacts): number | null {
  if (isProven(clear.plan)) {
    // A plan that changed took the place of the one before, and is as old as the look that found the change.
    const changed = audits.filter(
      ({ operationId, detail }) => operationId === clear.id && detail.startsWith("changed-facts:"),
    );
    return Math.max(clear.createdAt, ...changed.map(({ at }) => at));
  }
  // It came while the clear waited: known at the latest when its gate let it go on.
  const opened = clear.gates.some(({ id, state }) => id === "stale" && state === "open");
  const begun = clear.steps.flatMap(({ startedAt }) => startedAt ?? []);
  return opened && hasCleared(clear) && begun.length > 0 ? Math.min(...begun) : null;
}

/** The gate was open, and there was something to decide it by; age and silence never are. */
function isProven({ gates, evidence, facts }: ScoredOperation["plan"]): boolean {
  const verdict = verdicts.find((one) => facts.some(({ key, value }) => key === "verdict" && value === one));
  const open = gates.some(({ id, state }) => id === "stale" && state === "open");
  return open && isStale(verdict ?? null) && evidence.some(isDecisive);
}

function isDecisive({ weight, points }: ScoredOperation["plan"]["evidence"][number]): boolean {
  return weight === "decisive" && points !== "alive";
}

function sentenceOf(score: Omit<DrillScore, "sentence">, begun: boolean): string {
  if (!begun) return "No incident has begun.";
  const { acknowledgedMs, proofMs, repairedMs, goals, wrongMoves: moves } = score;
  const times = [
    acknowledgedMs === null ? "not acknowledged" : `acknowledged after ${roughly(acknowledgedMs)}`,
    proofMs === null ? null : `proven after ${roughly(proofMs)}`,
    repairedMs === null ? "not repaired yet" : `repaired after ${roughly(repairedMs)}`,
  ].filter((one) => one !== null);
  const met = goals.filter((goal) => goal.met === true).length;
  const open = goals.filter((goal) => goal.met === null).length;
  const wrong = moves.length === 0 ? "no wrong move" : counted(moves.length, "wrong move");
  const text = `${times.join(", ")}; ${wrong}; ${met} of ${counted(goals.length, "goal")} met${open === 0 ? "" : `, ${open} still open`}.`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}
