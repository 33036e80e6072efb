import { counted, times } from "#lib/domain/words.ts";
import type { IncidentFacts } from "./facts.ts";
import { plainLine, type TimelineLine } from "./line.ts";

type Sample = IncidentFacts["samples"][number];
type Sampled = Pick<IncidentFacts, "samples" | "incident">;

/** Times in which nodes work less because of it: when that began, when it was worst, and when it was over. */
export function sampleLines(facts: Sampled): TimelineLine[] {
  const source = `samples of incident ${facts.incident.id}`;
  const turns = affectedTurns(facts.samples).map(({ at, nodes }) => {
    const text = affectedText(nodes);
    const severity = worseThanWell(nodes) > 0 ? "warning" : "info";
    return plainLine({ at, kind: "node", severity, text, source, what: "fleet" });
  });
  return [...turns, ...lastRefusal(facts.samples, source)];
}

function worseThanWell(nodes: Sample["nodes"]): number {
  return (nodes["halted"] ?? 0) + (nodes["impaired"] ?? 0);
}

function affectedText(nodes: Sample["nodes"]): string {
  const parts = ["halted", "impaired"].flatMap((state) => (nodes[state] ? `${nodes[state]} ${state}` : []));
  if (parts.length === 0) {
    const paused = nodes["paused"] ?? 0;
    if (paused === 0) return "No node works less than it should any more.";
    return `${counted(paused, "node")} ${paused === 1 ? "is" : "are"} paused; of the others none works less than it should.`;
  }
  return `${counted(worseThanWell(nodes), "node")} cannot work as they should: ${parts.join(", ")}.`;
}

function affectedTurns(samples: readonly Sample[]): Sample[] {
  const turns: Sample[] = [];
  let worst: Sample | null = null;
  let isPaused = false;
  for (const sample of samples) {
    const count = worseThanWell(sample.nodes);
    if (count > 0 && worst === null) turns.push(sample);
    if (count > worseThanWell(worst?.nodes ?? {})) worst = sample;
    if (count > 0) isPaused = false;
    // Whoever is paused is not well again before it goes on.
    if (isPaused && (sample.nodes["paused"] ?? 0) === 0) {
      turns.push(sample);
      isPaused = false;
    }
    if (count > 0 || worst === null) continue;
    if (turns.at(-1) !== worst) turns.push(worst);
    turns.push(sample);
    isPaused = (sample.nodes["paused"] ?? 0) > 0;
    worst = null;
  }
  if (worst !== null && turns.at(-1) !== worst) turns.push(worst);
  return turns;
}

/** A clear ends a lock's being HOT without a word of how often it had refused. */
function lastRefusal(samples: readonly Sample[], source: string): TimelineLine[] {
  const last = samples.at(-1);
  if (last === undefined || last.refusals === 0) return [];
  const sample = samples.find(({ refusals }) => refusals === last.refusals) ?? last;
  const by = last.refusedNodes === 0 ? "" : ` by ${counted(last.refusedNodes, "node")}`;
  const text = `Refused ${times(last.refusals)}${by} in all; none was counted after this.`;
  return [plainLine({ at: sample.at, kind: "refusal", text, source, what: "refusals" })];
}
