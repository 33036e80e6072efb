import { isDrillName } from "#lib/domain/drill/names.ts";
import type { IncidentFacts, RecordedEvent, RecordedLock } from "#lib/domain/incidents/timeline/facts.ts";
import { clockTime, counted, grouped, roughly, times } from "#lib/domain/words.ts";
import { type OwnerEnd, ownerEnds } from "./owner-end.ts";
import type { Certainty, Statement } from "./report.ts";
import { named, say } from "./say.ts";
import { gaps } from "./unknowns.ts";

export interface Cause {
  certainty: Certainty;
  /** One sentence that carries all of it. */
  head: Statement;
  /** A kernel lock that was left, beside the owner that the head is about. */
  also: Statement[];
  evidence: Statement[];
  /** What is not known, and why. */
  unknown: Statement[];
}

/** A kernel event this shortly before an end is likely to have to do with it; that it had is never proven. */
const nearMs = 60_000;
const kernelMax = 20;

/** What caused it, as far as that is recorded; each part with how sure it is. */
export function causeOf(facts: IncidentFacts): Cause {
  const ends = ownerEnds(facts);
  const locks = facts.locks.flatMap((lock) => lockStatement(facts, lock));
  const kept = facts.events.filter(({ kind, at }) => kind === "lease.kept" && at <= facts.to);
  const kernel = kernelEvents(facts);
  const main = ends[0];
  const certainty = surest([...ends.map((end) => end.certainty), ...locks.map((one) => one.certainty)]);
  const links = ends.flatMap((end) => kernelLink(facts, end, kernel));
  return {
    certainty,
    head: headOf(facts, main, locks[0], kept, certainty),
    also: main === undefined ? [] : locks.slice(0, 1),
    evidence: byTime([
      ...ends.flatMap(({ evidence }) => evidence),
      ...locks,
      ...kernel
        .slice(0, kernelMax)
        .map((event) =>
          say(`${teller(event)}: ${event.text}`, [source(event)], { at: event.at, certainty: "proven" }),
        ),
      ...links.filter((link) => link.certainty === "likely"),
      ...kept.map((event) => say(event.text, [source(event)], { at: event.at, certainty: "proven" })),
      ...refusalStatements(facts),
    ]),
    unknown: [
      ...links.filter((link) => link.certainty === "unknown"),
      ...untold(kernel.slice(kernelMax)),
      ...gaps(facts),
    ],
  };
}

const source = ({ id }: RecordedEvent) => `event ${id}`;

function byTime(statements: readonly Statement[]): Statement[] {
  return [...statements].sort(
    (a, b) => (a.at ?? Number.POSITIVE_INFINITY) - (b.at ?? Number.POSITIVE_INFINITY),
  );
}

function surest(all: readonly (Certainty | null)[]): Certainty {
  if (all.includes("proven")) return "proven";
  return all.includes("likely") ? "likely" : "unknown";
}

/** "guardian (PID 1968) on node-7 died between …; its lease was kept; refused 61 times by 43 nodes." */
function headOf(
  facts: IncidentFacts,
  main: OwnerEnd | undefined,
  lock: Statement | undefined,
  kept: readonly RecordedEvent[],
  certainty: Certainty,
): Statement {
  const { incident } = facts;
  const refused = refusedWords(facts);
  const incidentSource = `incident ${incident.id}`;
  if (main === undefined && (lock === undefined || lock.certainty === null)) {
    const words = refused === null ? "" : ` What is recorded: ${refused}.`;
    const text = `What caused it is not known: no owner of its locks is recorded as gone or in doubt.${words}`;
    return say(text, [incidentSource], { certainty: "unknown" });
  }
  const parts: string[] = [];
  const sources: string[] = [];
  if (main !== undefined) {
    parts.push(main.words);
    sources.push(...main.sources);
  } else if (lock !== undefined) {
    parts.push(lock.text.replace(/\.$/, ""));
    sources.push(...lock.sources);
  }
  const ownKept = kept.find(({ ownerId }) => main !== undefined && ownerId === main.owner.id);
  if (ownKept !== undefined) {
    parts.push(`its lease on ${named(ownKept.resource ?? "its resource")} was kept`);
    sources.push(source(ownKept));
  }
  if (refused !== null) {
    parts.push(refused);
    sources.push(incidentSource);
  }
  // What is said of the owner is as sure as that is, however sure something else may be.
  return say(`${parts.join("; ")}.`, sources, { certainty: main?.certainty ?? certainty });
}

/** "refused 61 times by 43 nodes", as the samples counted; null when nobody was. */
export function refusedWords({ samples, incident, to }: IncidentFacts): string | null {
  const last = samples.filter(({ at }) => at <= to).at(-1);
  const count = Math.max(last?.refusals ?? 0, incident.refusals);
  if (count === 0) return null;
  const nodes = last?.refusedNodes ?? 0;
  const what =
    incident.resources.length === 1 ? `${named(incident.resources[0] ?? "")} was refused` : "refused";
  const by = nodes === 0 ? "" : ` by ${nodes === 1 ? "one node" : `${grouped(nodes)} nodes`}`;
  return `${what} ${times(count)}${by}`;
}

function refusalStatements(facts: IncidentFacts): Statement[] {
  const hot = facts.events.filter(({ kind, at }) => kind === "lock.hot" && at <= facts.to).sort(byId);
  const [first] = hot;
  if (first === undefined) return [];
  return [say(first.text, [source(first)], { at: first.at, certainty: "proven" })];
}

function byId(a: RecordedEvent, b: RecordedEvent): number {
  return a.at - b.at || a.id - b.id;
}

/** The first time that a kernel lock was found to have no living owner, in the words of that verdict. */
function lockStatement({ events, to }: IncidentFacts, lock: RecordedLock): Statement[] {
  if (lock.source !== "kernel") return [];
  const own = events.filter(({ lockId, at }) => lockId === lock.id && at <= to).sort(byId);
  const stale = own.find(({ kind }) => kind === "verdict.orphan" || kind === "verdict.ghost");
  if (stale === undefined) return [];
  // The same place may be locked anew since: then its evidence is of another holder.
  const known = lock.judgement?.sentence === stale.text ? lock.judgement.evidence : [];
  const proof = known.find(({ weight, points }) => weight === "decisive" && points === "gone");
  // An orphan is one by decisive evidence, or it would be called otherwise.
  const certainty = stale.kind === "verdict.orphan" ? "proven" : "likely";
  const on = lock.node === null ? "" : ` on ${named(lock.node)}`;
  const text = `Kernel lock of ${named(lock.resource)}${on}: ${stale.text}`;
  const sources = [source(stale), `lock ${lock.id}`];
  const statements = [say(text, sources, { at: stale.at, certainty })];
  if (proof !== undefined && proof.observedAt <= to) {
    statements.push(
      say(`${proof.text} (${proof.source})`, [`lock ${lock.id}`], {
        at: proof.observedAt,
        certainty: "proven",
      }),
    );
  }
  return statements;
}

/** Who wrote a line of a kernel's log. A guardian writes into it from outside the kernel, and so may others in its name. */
function teller({ kind, node }: RecordedEvent): string {
  const host = named(node ?? "an unnamed host");
  if (isDrillName(node)) return `The drill wrote for the kernel log of ${host}`;
  return ofKernel(kind)
    ? `The kernel of ${host} said`
    : `In the kernel log of ${host}, from outside the kernel`;
}

const ofKernel = (kind: string) => kind.startsWith("kernel.");

/** What kernels of the nodes said before and while it went on. */
function kernelEvents({ events, incident, to }: IncidentFacts): RecordedEvent[] {
  const until = Math.min(to, incident.mitigatedAt ?? incident.resolvedAt ?? to);
  return events.filter(({ kind, at }) => /^(?:kernel|guardian)\./.test(kind) && at <= until).sort(byId);
}

function untold(more: readonly RecordedEvent[]): Statement[] {
  const [first] = more;
  if (first === undefined) return [];
  const text = `${counted(more.length, "more kernel event")} ${more.length === 1 ? "is" : "are"} recorded and not told here.`;
  return [say(text, [`events from ${first.id} on`], { certainty: "unknown" })];
}

/** Why an owner ended: the nearest kernel event of its host before, or that nothing is recorded of it. */
function kernelLink(facts: IncidentFacts, end: OwnerEnd, kernel: readonly RecordedEvent[]): Statement[] {
  const { owner, goneAt, lastSignAt } = end;
  if (goneAt === null) return [];
  const near = kernel
    .filter(
      ({ kind, node, at }) => ofKernel(kind) && node === owner.node && at <= goneAt && goneAt - at <= nearMs,
    )
    .at(-1);
  const who = `${named(owner.service)} on ${named(owner.node)}`;
  if (near === undefined && (goneAt - nearMs < facts.from || facts.eventsCut.includes("kernel."))) {
    const text = `Why the process of ${who} ended is not known: not all that its kernel said in the ${roughly(nearMs)} before is read here.`;
    return [say(text, [...end.sources], { certainty: "unknown" })];
  }
  if (near === undefined) {
    const text = `Why the process of ${who} ended is not recorded: no kernel event of its host in the ${roughly(nearMs)} before.`;
    return [say(text, [...end.sources], { certainty: "unknown" })];
  }
  const before = lastSignAt !== null && near.at <= lastSignAt ? "its last beat" : "it was seen to be gone";
  const sinceMs = (before === "its last beat" ? (lastSignAt ?? goneAt) : goneAt) - near.at;
  const text = `The kernel event at ${clockTime(near.at)} came ${roughly(sinceMs)} before ${before}, on the host of ${who}: that it is why its process ended is likely, and not proven.`;
  return [say(text, [source(near), ...end.sources], { at: near.at, certainty: "likely" })];
}
