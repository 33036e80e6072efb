import { limits } from "#lib/domain/limits.ts";
import { clockTime, grouped } from "#lib/domain/words.ts";
import { eventLine, kindOfEvent } from "./event-lines.ts";
import type { RecordedEvent } from "./facts.ts";
import { plainLine, type TimelineLine } from "./line.ts";

/** What goes on all day. Runs of it are summed; a few are told as they are. */
const routine = new Set([
  "lease.granted",
  "lease.released",
  "lock.appeared",
  "lock.gone",
  "locks.changed",
  "session.opened",
  "session.closed",
  "config.written",
  "config.seen",
]);
/** What one cause makes many nodes say at once. */
const ofCrowds = new Set(["node", "agent", "unit", "health", "config"]);
/** After these somebody else comes to hold the lock: that grant is told. */
const turns = /^(?:verdict\.(?!live)|lease\.(?:kept|expired)|operation\.(?:closed|cleared|admitting|opened))/;

const toldRun = 3;
const toldCrowd = 4;
const crowdMs = 30_000;

/**
 * The lines of all events, oldest first: routine between two things that tell something is one line, and so is what
 * many nodes said of themselves at about one time.
 */
export function eventLines(events: readonly RecordedEvent[]): TimelineLine[] {
  const sorted = [...events].sort((a, b) => a.at - b.at || a.id - b.id);
  const telling = grantsThatTell(sorted);
  const flapping = flaps(sorted);
  const isRoutine = ({ kind, id }: RecordedEvent) =>
    flapping.has(id) || (routine.has(kind) && !telling.has(id));
  const lines: TimelineLine[] = [];
  let run: RecordedEvent[] = [];
  const endRun = () => {
    lines.push(...runLines(run));
    run = [];
  };
  const crowds = crowdsOf(sorted);
  for (const event of sorted) {
    const crowd = crowds.get(event.id);
    if (isRoutine(event)) run.push(event);
    else if (crowd === undefined) {
      endRun();
      lines.push(eventLine(event));
    } else if (crowd[0]?.id === event.id) {
      endRun();
      lines.push(crowdLine(crowd));
    }
  }
  endRun();
  return lines;
}

/** The first grant of a lock after its holder was doubted, or it was cleared. */
function grantsThatTell(sorted: readonly RecordedEvent[]): ReadonlySet<number> {
  const waiting = new Set<string>();
  const found = new Set<number>();
  for (const { id, kind, lockId } of sorted) {
    if (lockId === null) continue;
    if (turns.test(kind)) waiting.add(lockId);
    if (kind === "lease.granted" && waiting.delete(lockId)) found.add(id);
  }
  return found;
}

/** A lock that everybody wants is HOT for a moment with each holder: after the first time that is routine. */
function flaps(sorted: readonly RecordedEvent[]): ReadonlySet<number> {
  const found = new Set<number>();
  const lastHot = new Map<string, RecordedEvent>();
  for (const event of sorted) {
    const { lockId, kind, id, at } = event;
    if (lockId === null) continue;
    const before = lastHot.get(lockId);
    if (kind === "lock.hot") {
      if (before !== undefined && at - before.at < limits.hotWindowMs) found.add(id);
      lastHot.set(lockId, event);
    } else if (kind === "lock.calm" && before !== undefined && found.has(before.id)) found.add(id);
  }
  return found;
}

function runLines(run: readonly RecordedEvent[]): TimelineLine[] {
  const [first] = run;
  const last = run.at(-1);
  if (first === undefined || last === undefined || run.length <= toldRun) {
    return run.map((event) => ({ ...eventLine(event), what: "routine" }));
  }
  const counts = new Map<string, number>();
  for (const { kind } of run) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const parts = [...counts].map(([kind, count]) => `${grouped(count)} × ${kind}`).join(", ");
  return [
    plainLine({
      at: first.at,
      kind: kindOfEvent(first.kind),
      text: `Routine until ${clockTime(last.at)}: ${parts}.`,
      lockId: same(run.map(({ lockId }) => lockId)),
      source: sourceOf(run),
      what: "routine",
    }),
  ];
}

/** Events of one kind from many nodes within a short time, by the id of each of them. */
function crowdsOf(sorted: readonly RecordedEvent[]): ReadonlyMap<number, readonly RecordedEvent[]> {
  const open = new Map<string, RecordedEvent[]>();
  const crowds: RecordedEvent[][] = [];
  for (const event of sorted) {
    if (event.node === null || !ofCrowds.has(event.kind.slice(0, event.kind.indexOf(".")))) continue;
    const key = `${event.kind} ${event.resource ?? ""}`;
    const crowd = open.get(key);
    if (crowd !== undefined && event.at - (crowd[0]?.at ?? 0) <= crowdMs) crowd.push(event);
    else {
      const begun = [event];
      open.set(key, begun);
      crowds.push(begun);
    }
  }
  const large = crowds.filter((crowd) => new Set(crowd.map(({ node }) => node)).size >= toldCrowd);
  return new Map(large.flatMap((crowd) => crowd.map((event) => [event.id, crowd] as const)));
}

function crowdLine(crowd: readonly RecordedEvent[]): TimelineLine {
  const [first] = crowd;
  if (first === undefined) throw new Error("a crowd has somebody in it");
  const nodes = new Set(crowd.map(({ node }) => node)).size;
  const last = Math.max(...crowd.map(({ at }) => at));
  return {
    ...eventLine(first),
    text: `${grouped(nodes)} nodes until ${clockTime(last)}; the first: ${first.text}`,
    node: null,
    ownerId: null,
    source: sourceOf(crowd),
  };
}

function sourceOf(events: readonly RecordedEvent[]): string {
  const ids = events.map(({ id }) => id);
  return ids.length === 1
    ? `event ${ids[0]}`
    : `${grouped(ids.length)} events, ${Math.min(...ids)}–${Math.max(...ids)}`;
}

function same(values: readonly (string | null)[]): string | null {
  const [first = null] = values;
  return values.every((value) => value === first) ? first : null;
}
