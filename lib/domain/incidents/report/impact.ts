import { fleetStates } from "#lib/domain/fleet-state.ts";
import type { IncidentFacts, RecordedEvent } from "#lib/domain/incidents/timeline/facts.ts";
import { clockTime, counted, times } from "#lib/domain/words.ts";
import { refusedWords } from "./cause.ts";
import { type NodeTime, nodeTime } from "./node-time.ts";
import type { ReportBlock, ReportTable, Statement } from "./report.ts";
import { duration, moment, named, row, say, some } from "./say.ts";

const hotMax = 20;

/** What it cost: refusals, nodes, and how long how many of them showed what. */
export function impactOf(facts: IncidentFacts): ReportBlock[] {
  const items = [...refusals(facts), ...nodes(facts), ...hotTimes(facts)];
  const table = nodeTable(facts);
  if (table !== null) items.push(measured(facts));
  return [{ type: "statements", items }, ...(table === null ? [] : [table])];
}

/** What was counted until it was over; an incident that goes on is counted until now. */
function timeOf({ samples, incident, to, blind }: IncidentFacts): NodeTime {
  const over = incident.mitigatedAt ?? incident.resolvedAt ?? to;
  const until = Math.min(to, Math.max(over, samples.at(-1)?.at ?? over));
  return nodeTime(samples, until, blind);
}

const samplesOf = ({ incident }: IncidentFacts) => `samples of incident ${incident.id}`;

function refusals(facts: IncidentFacts): Statement[] {
  const words = refusedWords(facts);
  const sources = [samplesOf(facts), `incident ${facts.incident.id}`];
  if (words === null) return [say("No refusal was counted.", sources)];
  return [say(`${words.replace(/^refused/, "Refused")}.`, sources, { certainty: "proven" })];
}

function nodes({ incident }: IncidentFacts): Statement[] {
  const sources = [`incident ${incident.id}`];
  if (incident.affectedPeak === 0) return [say("No node was counted as refused or working less.", sources)];
  const names = incident.affectedNodes;
  const who = names.length === 0 ? "" : ` Among them: ${some(names)}.`;
  const text = `${counted(incident.affectedPeak, "node")} at most at one time ${incident.affectedPeak === 1 ? "was" : "were"} refused or worked less.${who}`;
  return [say(text, sources, { certainty: "proven" })];
}

/** How long each lock was HOT: until it was calm, until it was cleared, or until now. */
function hotTimes({ events, to }: IncidentFacts): Statement[] {
  const sorted = events.filter(({ at }) => at <= to).sort((a, b) => a.at - b.at || a.id - b.id);
  const open = new Map<string, RecordedEvent>();
  const spells = new Map<string, HotSpell[]>();
  const note = (hot: RecordedEvent, end: RecordedEvent | null) => {
    const id = hot.lockId ?? "";
    spells.set(id, [...(spells.get(id) ?? []), { hot, end, ms: (end?.at ?? to) - hot.at }]);
  };
  for (const event of sorted) {
    const { lockId, kind } = event;
    if (lockId === null) continue;
    const hot = open.get(lockId);
    if (kind === "lock.hot" && hot === undefined) open.set(lockId, event);
    if (
      hot === undefined ||
      !/^(?:lock\.(?:calm|gone)|operation\.cleared|lease\.(?:released|expired))$/.test(kind)
    )
      continue;
    note(hot, event);
    open.delete(lockId);
  }
  for (const hot of open.values()) note(hot, null);
  return [...spells.values()].slice(0, hotMax).map((list) => hotStatement(list, to));
}

interface HotSpell {
  hot: RecordedEvent;
  end: RecordedEvent | null;
  ms: number;
}

/** A lock that is HOT again and again is told once, with how often and how long in all. */
function hotStatement(spells: readonly HotSpell[], to: number): Statement {
  const [first] = spells;
  const last = spells.at(-1);
  if (first === undefined || last === undefined) throw new Error("a lock that was never HOT is not told");
  const { hot } = first;
  const total = duration(spells.reduce((sum, { ms }) => sum + ms, 0));
  const often = spells.length === 1 ? "" : ` ${times(spells.length)}`;
  const until = last.end === null ? `still at ${clockTime(to)}` : `until ${clockTime(last.end.at)}`;
  const text = `${named(hot.resource ?? "A lock")} (${named(hot.lockId ?? "")}) was HOT${often} from ${clockTime(hot.at)} ${until}: ${total}${often === "" ? "" : " in all"}.`;
  const sources = [`event ${hot.id}`, ...(last.end === null ? [] : [`event ${last.end.id}`])];
  return say(text, sources, { at: hot.at, certainty: "proven" });
}

function measured(facts: IncidentFacts): Statement {
  const { seenMs, blindMs, from, to } = timeOf(facts);
  const deaf = blindMs === 0 ? "" : `, without the ${duration(blindMs)} in which this server did not listen`;
  const text = `Node-minutes are of nodes of the whole fleet, whatever they were so for, counted from the first sample at ${moment(from ?? to)} to ${moment(to)}${deaf}: ${duration(seenMs)}.`;
  return say(text, [samplesOf(facts)]);
}

function nodeTable(facts: IncidentFacts): ReportTable | null {
  const { byState } = timeOf(facts);
  if (byState.length === 0) return null;
  const rank = (state: string) => (fleetStates as readonly string[]).indexOf(state);
  const most = (state: string) => Math.max(...facts.samples.map(({ nodes: counts }) => counts[state] ?? 0));
  const rows = [...byState]
    .sort((a, b) => rank(b.state) - rank(a.state))
    .map(({ state, nodeMs }) => row([state, minutesText(nodeMs), String(most(state))], [samplesOf(facts)]));
  const columns = [
    { title: "Nodes that were", number: false },
    { title: "Node-minutes", number: true },
    { title: "Most at one time", number: true },
  ];
  return { type: "table", columns, rows };
}

/** With one digit after the point: the figures of a table add up to it. */
function minutesText(nodeMs: number): string {
  return (nodeMs / 60_000).toFixed(1);
}
