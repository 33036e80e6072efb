import { limits } from "#lib/domain/limits.ts";
import type { Person } from "#lib/domain/operations/operation.ts";
import { type Severity, severities } from "#lib/domain/states.ts";
import type { IncidentState, Signal } from "./incident.ts";
import { union } from "./merge.ts";
import { worstSeverity } from "./severity.ts";
import type { LiveSignal } from "./sight.ts";
import { titleOf } from "./words.ts";

/** What of an incident its signals change. */
export interface Coursing {
  title: string;
  severity: Severity;
  severityBy: Person | null;
  state: IncidentState;
  resources: string[];
  lockId: string | null;
  nodes: string[];
  signals: Signal[];
  openedBy: Person | null;
  acknowledged: { by: Person; at: number } | null;
  mitigatedAt: number | null;
  resolvedAt: number | null;
  resolution: { by: Person; at: number; text: string } | null;
  returns?: number;
}

/** Resources and nodes that one incident names. */
const namesMax = 50;

/**
 * An incident with what is wrong of it now: its signals with their latest words, those that are over (`isOver`) marked so,
 * and all that follows at once. Severity is the worst that was seen since it opened and never falls by itself; what a person
 * chose stays. It is open again when something is wrong again; who acknowledged it is taken to be on it still, unless it
 * was resolved or quiet for `limits.incidentReopenMs`: then it is nobody's, and pages again. Returns the same object when
 * nothing changed.
 */
export function withSignals<T extends Coursing>(
  incident: T,
  live: readonly LiveSignal[],
  isOver: (key: string) => boolean,
  nowAt: number,
): T {
  const signals = mixSignals(incident.signals, live, isOver, nowAt);
  const wrong = signals.filter(({ clearedAt }) => clearedAt === null);
  const isBack = incident.state !== "open" && live.length > 0;
  const wasOver = incident.state === "resolved";
  const severity = severityOf(incident, wrong, isBack && wasOver);
  const resources = extend(incident.resources, live, "resource");
  const nodes = extend(incident.nodes, live, "node");
  const lockId = incident.lockId ?? live.find((signal) => signal.lockId !== null)?.lockId ?? null;
  const title = incident.openedBy === null ? titleOf(signals) : incident.title;
  const isSame =
    signals === incident.signals &&
    !isBack &&
    severity === incident.severity &&
    resources === incident.resources &&
    nodes === incident.nodes &&
    lockId === incident.lockId &&
    title === incident.title;
  if (isSame) return incident;
  const next = { ...incident, signals, severity, resources, nodes, lockId, title };
  if (!isBack) return next;
  const returned = { ...next, state: "open" as const, mitigatedAt: null };
  if (!wasOver) {
    const acknowledged = isForgotten(incident, nowAt) ? null : incident.acknowledged;
    return { ...returned, acknowledged, returns: (incident.returns ?? 0) + 1 };
  }
  return { ...returned, resolvedAt: null, resolution: null, acknowledged: null };
}

/** Whether it was quiet for so long that whoever acknowledged it has gone on to something else, or to sleep. */
function isForgotten({ mitigatedAt }: Pick<Coursing, "mitigatedAt">, nowAt: number): boolean {
  return mitigatedAt !== null && nowAt - mitigatedAt >= limits.incidentReopenMs;
}

/** How long all has to be well before it counts as mitigated: longer after each time that it came back. */
export function calmNeededMs({ returns = 0 }: Pick<Coursing, "returns">): number {
  return limits.incidentCalmMs * 2 ** Math.min(returns, limits.incidentCalmDoublings);
}

/** Whether it is over as far as rules can tell. `calmMs`: for how long nothing of it was seen; null: something is. */
export function isCalm(
  incident: Pick<Coursing, "state" | "signals" | "returns">,
  calmMs: number | null,
): boolean {
  if (incident.state !== "open" || calmMs === null) return false;
  return incident.signals.every(({ clearedAt }) => clearedAt !== null) && calmMs >= calmNeededMs(incident);
}

function severityOf(incident: Coursing, wrong: readonly Signal[], beginsAnew: boolean): Severity {
  if (incident.severityBy !== null) return incident.severity;
  const now = worstSeverity(wrong);
  if (beginsAnew) return now;
  return severities.indexOf(now) > severities.indexOf(incident.severity) ? now : incident.severity;
}

/** The signals of an incident as they are now. What a person said ends when a person says so. */
function mixSignals(
  known: Signal[],
  live: readonly LiveSignal[],
  isOver: (key: string) => boolean,
  nowAt: number,
): Signal[] {
  const now = new Map(live.map((signal) => [signal.key, signal]));
  const had = new Set(known.map(({ key }) => key));
  const changed = known.map((before): Signal => {
    const signal = now.get(before.key);
    if (signal !== undefined) return sameSignal(before, signal) ? before : joined(before, signal);
    if (before.rule === "by-hand" || before.clearedAt !== null || !isOver(before.key)) return before;
    return { ...before, clearedAt: nowAt };
  });
  const added = live.filter(({ key }) => !had.has(key));
  const all = bounded([...changed, ...added]);
  return all.length === known.length && all.every((signal, i) => signal === known[i]) ? known : all;
}

/** One that begins again has a new beginning; one that goes on keeps its own. */
function joined(before: Signal, now: LiveSignal): Signal {
  return before.clearedAt === null ? { ...now, since: before.since } : now;
}

function sameSignal(before: Signal, now: LiveSignal): boolean {
  return (
    before.clearedAt === null &&
    before.severity === now.severity &&
    before.text === now.text &&
    before.lockId === now.lockId &&
    before.ownerId === now.ownerId &&
    before.node === now.node
  );
}

/** Only so many are kept: what lasts before what is over, the first before the later ones. */
function bounded(signals: Signal[]): Signal[] {
  if (signals.length <= limits.incidentSignalsMax) return signals;
  const lasting = signals.filter(({ clearedAt }) => clearedAt === null);
  const over = signals.filter(({ clearedAt }) => clearedAt !== null);
  const room = Math.max(0, limits.incidentSignalsMax - lasting.length);
  const kept = new Set([
    ...lasting.slice(0, limits.incidentSignalsMax),
    ...over.slice(over.length - room, over.length),
  ]);
  return signals.filter((signal) => kept.has(signal));
}

function extend(names: string[], live: readonly LiveSignal[], of: "resource" | "node"): string[] {
  const more = live.flatMap((signal) => signal[of] ?? []).filter((name) => !names.includes(name));
  return more.length === 0 || names.length >= namesMax ? names : union(names, more).slice(0, namesMax);
}
