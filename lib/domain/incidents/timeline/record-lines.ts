import { isStale } from "#lib/domain/states.ts";
import { clockTime, counted, grouped } from "#lib/domain/words.ts";
import type {
  IncidentFacts,
  RecordedEvent,
  RecordedOperation,
  RecordedOwner,
  RecordedPage,
} from "./facts.ts";
import { plainLine, type TimelineLine } from "./line.ts";

/** What documents know and no event says: last beats, steps, who paused, and that somebody was paged. */
export function recordLines(facts: IncidentFacts): TimelineLine[] {
  const told = toldTimes(facts.events);
  return [
    ...facts.owners.flatMap(lastBeat),
    ...facts.operations.flatMap((operation) => stepLines(operation, told)),
    ...facts.operations.flatMap(unitLines),
    ...facts.operations.flatMap(holdPointLines(told)),
    ...facts.pages.map(pageLine),
  ];
}

type Told = (operationId: string, at: number) => boolean;

/** What an operation did and what an event says of it have one time: they are one write. */
function toldTimes(events: readonly RecordedEvent[]): Told {
  const times = new Set(
    events.filter(({ kind }) => kind.startsWith("operation.")).map(({ ownerId, at }) => `${ownerId} ${at}`),
  );
  return (operationId, at) => times.has(`${operationId} ${at}`);
}

/** Of an owner that beats, no beat is the last. */
function lastBeat(owner: RecordedOwner): TimelineLine[] {
  const { id, node, service, lastBeatAt, state, judgement } = owner;
  if (lastBeatAt === null || state === "closed") return [];
  if (state === "open" && !isStale(judgement.verdict) && judgement.verdict !== "suspect") return [];
  const text = `Last beat of ${service} on ${node}.`;
  return [
    plainLine({
      at: lastBeatAt,
      kind: "beats",
      severity: "warning",
      text,
      node,
      ownerId: id,
      source: `owner ${id}`,
      what: "beat",
    }),
  ];
}

function stepLines({ id, steps, plan, lockId }: RecordedOperation, told: Told): TimelineLine[] {
  return steps.flatMap(({ title, state, endedAt, note }) => {
    if (endedAt === null || (state !== "done" && state !== "failed") || told(id, endedAt)) return [];
    // The rest of a note is the agent's account of each act: the operation's page has it.
    const [first = ""] = (note ?? "").split("\n");
    const text = `${plan.title}: ${title}: ${state}.${first === "" ? "" : ` ${first}`}`;
    const severity = state === "failed" ? "warning" : "info";
    return [
      plainLine({
        at: endedAt,
        kind: "operation",
        severity,
        text,
        lockId,
        operationId: id,
        source: `operation ${id}`,
        what: "step",
      }),
    ];
  });
}

/** One line for all that said that they are paused, at the last of them. */
function unitLines({ id, units, plan }: RecordedOperation): TimelineLine[] {
  const acked = units.flatMap(({ ackedAt }) => ackedAt ?? []);
  if (acked.length === 0) return [];
  const first = Math.min(...acked);
  const at = Math.max(...acked);
  const since = first === at ? "" : `, the first at ${clockTime(first)}`;
  const text = `${plan.title}: ${grouped(acked.length)} of ${counted(units.length, "unit")} paused${since}.`;
  return [
    plainLine({
      at,
      kind: "acknowledgement",
      text,
      operationId: id,
      source: `operation ${id}`,
      what: "units",
    }),
  ];
}

/** Each is an event too, unless events were swept. */
function holdPointLines(told: Told) {
  return ({ id, holdPoint, plan, lockId }: RecordedOperation): TimelineLine[] => {
    if (holdPoint === null || holdPoint.by === null || holdPoint.at === null || told(id, holdPoint.at))
      return [];
    const text = `${holdPoint.by.name} acknowledged: ${plan.title}.`;
    const kind = "acknowledgement";
    return [
      plainLine({
        at: holdPoint.at,
        kind,
        severity: "warning",
        text,
        lockId,
        operationId: id,
        source: `operation ${id}`,
        what: "operation.acknowledged",
      }),
    ];
  };
}

function pageLine(page: RecordedPage): TimelineLine {
  const { id, askedBy, title, createdAt, lockId, operationId } = page;
  const receivers = new Set(page.deliveries.map(({ targetId }) => targetId)).size;
  const whom = receivers === 0 ? "no receiver is set up" : `to ${counted(receivers, "receiver")}`;
  const text = `Paged by ${askedBy} (${whom}): ${title}`;
  const kind = "acknowledgement";
  return plainLine({
    at: createdAt,
    kind,
    severity: "warning",
    text,
    lockId,
    operationId,
    source: `page ${id}`,
    what: "page",
  });
}
