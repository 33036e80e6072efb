import type { DrillScore, DrillVariation } from "./drill.ts";
import { operationsOf, type ScoredAudit, type ScoredOperation, type ScoreFacts } from "./score-facts.ts";

type WrongMove = DrillScore["wrongMoves"][number];
const movesMost = 50;

/** Refusals that protect somebody from their own move; others only say that the world went on meanwhile. */
const telling = ["gate-shut", "self-acknowledgement", "forbidden", "recovering"];
const tellingVerbs = ["confirm", "acknowledge", "promote", "bypass"];

/**
 * Moves that the server refused, and bypasses of a proof that was missing; each once, oldest first. What was refused because
 * somebody else was quicker, or because a fact had changed since the look, is nobody's mistake.
 */
export function wrongMoves(facts: ScoreFacts): WrongMove[] {
  const known = new Map(facts.operations.map((one) => [one.id, one]));
  const refused = facts.audits.flatMap((row) => refusedMove(row, known) ?? []);
  const moves = [...refused, ...livingOwners(facts), ...doubted(facts), ...bypasses(facts)].sort(
    (a, b) => a.at - b.at,
  );
  const seen = new Set<string>();
  return moves
    .filter(({ who, text }) => {
      const key = `${who}\0${text}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .slice(0, movesMost);
}

function refusedMove(row: ScoredAudit, known: ReadonlyMap<string, ScoredOperation>): WrongMove | null {
  if (row.outcome !== "refused" || !row.action.startsWith("operation.")) return null;
  const verb = row.action.slice("operation.".length);
  const who = personIn(row.actor);
  const own = row.operationId === null ? askedFor(row.target, known) : known.get(row.operationId);
  if (own === undefined) return null;
  // For want of a role: such a row has no code, and names the request.
  if (row.operationId === null) return { at: row.at, who, text: `${own.plan.title}: ${row.detail}` };
  const cut = row.detail.indexOf(": ");
  const code = row.detail.slice(0, Math.max(0, cut));
  const why = row.detail.slice(cut + 2);
  if (!tellingVerbs.includes(verb)) return null;
  const isTold = telling.includes(code) || (code === "not-now" && verb === "promote");
  const isMistyped = code === "invalid" && why.startsWith("The name that was typed");
  return isTold || isMistyped
    ? { at: row.at, who, text: `${verbWords[verb] ?? verb} “${own.plan.title}”: ${why}` }
    : null;
}

const verbWords: Readonly<Record<string, string>> = {
  confirm: "Confirm",
  acknowledge: "Acknowledge",
  promote: "Promote",
  bypass: "Override gates of",
};

/** The path of a request such as `POST /api/v1/operations/op_…/confirm`. */
function askedFor(target: string, known: ReadonlyMap<string, ScoredOperation>): ScoredOperation | undefined {
  const id = /\/operations\/([^/\s]+)/.exec(target)?.[1];
  return id === undefined ? undefined : known.get(id);
}

/** Asked to be done, though the facts of the plan itself said that the owner lives. */
function livingOwners(facts: ScoreFacts): WrongMove[] {
  return operationsOf(facts, "clear")
    .filter(({ plan }) => plan.facts.some(({ key, value }) => key === "verdict" && value === "live"))
    .map(({ createdAt, createdBy, plan }) => ({
      at: createdAt,
      who: createdBy.name,
      text: `“${plan.title}”: its owner is live, and nothing is taken from the living.`,
    }));
}

const ownerMayLive: readonly DrillVariation[] = ["holder-alive", "partitioned"];

/** Confirmed in a story whose owner lives: the gate of proof kept it waiting, and nothing else did. */
function doubted(facts: ScoreFacts): WrongMove[] {
  if (!ownerMayLive.includes(facts.variation)) return [];
  return operationsOf(facts, "clear")
    .filter(({ plan }) => plan.gates.some(({ id, state }) => id === "stale" && state === "shut"))
    .flatMap(({ confirmedAt, confirmedBy, createdBy, plan }) =>
      confirmedAt === null
        ? []
        : {
            at: confirmedAt,
            who: (confirmedBy ?? createdBy).name,
            text: `Confirm “${plan.title}”: refused by its gate of proof, because its owner may be alive.`,
          },
    );
}

function bypasses(facts: ScoreFacts): WrongMove[] {
  return operationsOf(facts, "bypass")
    .filter(({ confirmedAt }) => confirmedAt !== null)
    .map(({ confirmedAt, confirmedBy, createdBy, spec, createdAt }) => ({
      at: confirmedAt ?? createdAt,
      who: (confirmedBy ?? createdBy).name,
      text: `Asked to override ${spec.gates.join(", ")}, where the drill had a way with proof.`,
    }));
}

/** `name (user id)` as the audit writes it. */
function personIn(actor: string): string {
  return actor.replace(/ \((?:user|token|agent) [^()]*\)$/, "");
}
