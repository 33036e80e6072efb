import type { IncidentFacts, RecordedEvent, RecordedOwner } from "#lib/domain/incidents/timeline/facts.ts";
import { isStale } from "#lib/domain/states.ts";
import { clockTime } from "#lib/domain/words.ts";
import type { Certainty, Statement } from "./report.ts";
import { named, say } from "./say.ts";

/** What is recorded of how an owner came to its end, or did not. */
export interface OwnerEnd {
  owner: RecordedOwner;
  certainty: Certainty;
  /** The sentence for the head of the report, without its full stop. */
  words: string;
  /** The last sign of life, and the first proof that it was gone. */
  lastSignAt: number | null;
  goneAt: number | null;
  /** Those that it rests on. */
  sources: string[];
  evidence: Statement[];
}

const proofsOfEnd = new Set(["process-gone", "pid-reused", "boot-changed"]);
const doubts = /^verdict\.(?:suspect|orphan|ghost|unknown)$/;

/** Owners that were lost, doubted or proven gone, those with proof first. Nothing is told of one that was well. */
export function ownerEnds(facts: IncidentFacts): OwnerEnd[] {
  const ends = facts.owners.flatMap((owner) => {
    const own = facts.events.filter(({ ownerId, at }) => ownerId === owner.id && at <= facts.to).sort(byTime);
    return endOf(owner, own, facts) ?? [];
  });
  const order = { proven: 0, likely: 1, unknown: 2 };
  const isDead = ({ goneAt }: OwnerEnd) => (goneAt === null ? 1 : 0);
  return ends.sort(
    (a, b) => isDead(a) - isDead(b) || order[a.certainty] - order[b.certainty] || startOf(a) - startOf(b),
  );
}

function byTime(a: RecordedEvent, b: RecordedEvent): number {
  return a.at - b.at || a.id - b.id;
}

function startOf({ goneAt, lastSignAt, owner }: OwnerEnd): number {
  return goneAt ?? lastSignAt ?? owner.openedAt;
}

function endOf(owner: RecordedOwner, own: readonly RecordedEvent[], facts: IncidentFacts): OwnerEnd | null {
  const gone = goneOf(owner, own, facts.to);
  const verdicts = own.filter(({ kind }) => kind.startsWith("verdict."));
  const doubted = verdicts.find(({ kind }) => doubts.test(kind));
  if (gone === null && doubted === undefined && owner.state !== "lost") return null;
  const last = verdicts.at(-1);
  if (gone !== null) return goneEnd(owner, gone, verdicts);
  if (doubted !== undefined && last?.kind === "verdict.live") return aliveEnd(owner, doubted, last);
  return returnedEnd(owner, verdicts, facts) ?? doubtfulEnd(owner, verdicts, facts.to);
}

interface Gone {
  at: number;
  text: string;
  source: string;
}

/** The moment that the agent saw it, from its event; of older records, from the evidence kept with the verdict. */
function goneOf(owner: RecordedOwner, own: readonly RecordedEvent[], to: number): Gone | null {
  const event = own.find(({ kind }) => kind === "process.gone");
  if (event !== undefined) return { at: event.at, text: event.text, source: `event ${event.id}` };
  // Whoever closed its session went in order; that its process is gone since is no news.
  if (owner.state === "closed") return null;
  const proof = owner.judgement.evidence.find(
    ({ kind, weight, points, observedAt }) =>
      proofsOfEnd.has(kind) && weight === "decisive" && points === "gone" && observedAt <= to,
  );
  return proof === undefined
    ? null
    : { at: proof.observedAt, text: `${proof.text} (${proof.source})`, source: `owner ${owner.id}` };
}

function nameOf({ service, node, pids }: RecordedOwner): string {
  const pid = pids[0] === undefined ? "" : ` (PID ${pids[0]})`;
  return `${named(service)}${pid} on ${named(node)}`;
}

function beatStatement({ id, lastBeatAt, service, node }: RecordedOwner): Statement {
  const source = [`owner ${id}`];
  const who = `${named(service)} on ${named(node)}`;
  return lastBeatAt === null
    ? say(`No beat of ${who} is recorded.`, source, { certainty: "unknown" })
    : say(`Last beat of ${who}.`, source, { at: lastBeatAt, certainty: "proven" });
}

function verdictStatements(verdicts: readonly RecordedEvent[], certainty: Certainty): Statement[] {
  return verdicts.slice(0, 10).map(({ at, text, id, kind }) => {
    const sure = kind === "verdict.orphan" || kind === "verdict.ghost" ? certainty : null;
    return say(text, [`event ${id}`], { at, certainty: sure });
  });
}

function goneEnd(owner: RecordedOwner, gone: Gone, verdicts: readonly RecordedEvent[]): OwnerEnd {
  const { lastBeatAt } = owner;
  const sources = [gone.source, `owner ${owner.id}`];
  const seen = clockTime(gone.at);
  let words = `${nameOf(owner)} was seen to be gone at ${seen}; when it died is not recorded`;
  if (lastBeatAt !== null && lastBeatAt <= gone.at) {
    words = `${nameOf(owner)} died between ${clockTime(lastBeatAt)} (its last beat) and ${seen} (its process was seen to be gone)`;
  } else if (lastBeatAt !== null) {
    words = `${nameOf(owner)} was seen to be gone at ${seen}, yet beats came in its name until ${clockTime(lastBeatAt)}`;
  }
  const proof = say(gone.text, sources, { at: gone.at, certainty: "proven" });
  return {
    owner,
    certainty: "proven",
    words,
    lastSignAt: lastBeatAt,
    goneAt: gone.at,
    sources,
    evidence: [beatStatement(owner), proof, ...verdictStatements(verdicts, "proven")],
  };
}

function aliveEnd(owner: RecordedOwner, doubted: RecordedEvent, live: RecordedEvent): OwnerEnd {
  const sources = [`event ${doubted.id}`, `event ${live.id}`];
  const words = `${nameOf(owner)} was doubted at ${clockTime(doubted.at)} and was alive after all at ${clockTime(live.at)}`;
  return {
    owner,
    certainty: "proven",
    words,
    lastSignAt: live.at,
    goneAt: null,
    sources,
    evidence: [
      say(doubted.text, [`event ${doubted.id}`], { at: doubted.at }),
      say(live.text, [`event ${live.id}`], { at: live.at, certainty: "proven" }),
    ],
  };
}

/** The very process that was doubted, not only its number, came back under another session. */
function returnedEnd(
  owner: RecordedOwner,
  verdicts: readonly RecordedEvent[],
  { owners, to }: IncidentFacts,
): OwnerEnd | null {
  const since = owner.lastBeatAt ?? owner.openedAt;
  const back = owners.find(
    ({ id, process, openedAt }) =>
      id !== owner.id && process !== null && process === owner.process && openedAt > since && openedAt <= to,
  );
  if (back === undefined) return null;
  const sources = [`owner ${owner.id}`, `owner ${back.id}`];
  const when = clockTime(back.openedAt);
  const text = `The same process came back with a new session: ${nameOf(owner)} was alive.`;
  return {
    owner,
    certainty: "proven",
    words: `${nameOf(owner)} was silent from ${clockTime(since)}, and alive after all: the same process came back at ${when}`,
    lastSignAt: back.openedAt,
    goneAt: null,
    sources,
    evidence: [
      beatStatement(owner),
      ...verdictStatements(verdicts, "unknown"),
      say(text, sources, { at: back.openedAt, certainty: "proven" }),
    ],
  };
}

/** Silence is not death: without proof it is likely where the verdict says so, and else unknown. */
function doubtfulEnd(owner: RecordedOwner, verdicts: readonly RecordedEvent[], to: number): OwnerEnd {
  const { judgement, lastBeatAt, id } = owner;
  const stale = isStale(judgement.verdict) || verdicts.some(({ kind }) => /\.(?:orphan|ghost)$/.test(kind));
  const silent =
    lastBeatAt === null ? "has no recorded beat" : `has been silent since ${clockTime(lastBeatAt)}`;
  const alive = judgement.evidence.find(
    ({ kind, weight, observedAt }) => kind === "process-alive" && weight === "decisive" && observedAt <= to,
  );
  const certainty = stale ? "likely" : alive === undefined ? "unknown" : "proven";
  const words = stale
    ? `${nameOf(owner)} ${silent} and is not to be found; no decisive evidence of its end is recorded`
    : alive === undefined
      ? `${nameOf(owner)} ${silent}, and nothing recorded proves that it is gone`
      : `${nameOf(owner)} ${silent}, but its process was seen alive at ${clockTime(alive.observedAt)}`;
  return {
    owner,
    certainty,
    words,
    lastSignAt: lastBeatAt,
    goneAt: null,
    sources: [`owner ${id}`, ...verdicts.slice(0, 3).map((event) => `event ${event.id}`)],
    evidence: [
      beatStatement(owner),
      say(judgement.sentence, [`owner ${id}`], { certainty: stale ? certainty : null }),
      ...verdictStatements(verdicts, certainty),
    ],
  };
}
