import { limits } from "#lib/domain/limits.ts";
import { canBeAccepted } from "./can.ts";
import type { IncidentState, Signal } from "./incident.ts";
import { olderOf } from "./merge.ts";
import { isDrillIncident } from "./realm.ts";
import type { LiveSignal } from "./sight.ts";

/** What of an incident decides what belongs to it. */
export interface Placeable {
  id: string;
  openedAt: number;
  state: IncidentState;
  mergedInto: string | null;
  resolvedAt: number | null;
  resources: readonly string[];
  nodes: readonly string[];
  signals: readonly Signal[];
}

/** Signals that belong together, and where they go. */
export interface Placed {
  /** The incident that they join; null: a new one. */
  into: string | null;
  /** It was over, and begins again. */
  reopens: boolean;
  /** Others that turn out to be part of it. */
  merges: string[];
  signals: LiveSignal[];
}

/**
 * Says for each signal which incident it belongs to: the one that has it already; else those that are not over, with the
 * same resource or the same cause; else one that was over lately, when the same begins again; else a new one. Where
 * signals or a resource link several incidents, the oldest is kept. A drill's and what is real are never linked. What a
 * person accepted as it is has no place until it begins again; of a storm of unrelated things the later ones share one.
 * Neither the order of the signals nor that of the incidents
 * matters.
 */
export function placeSignals(
  incidents: readonly Placeable[],
  seen: readonly LiveSignal[],
  nowAt: number,
): Placed[] {
  const signals = seen.filter((signal) => !isAccepted(incidents, signal));
  const current = incidents.filter(({ state, mergedInto }) => state !== "resolved" && mergedInto === null);
  const groups = new Groups();
  for (const incident of current) {
    groups.join(idOf(incident), ...incident.resources.map((resource) => resourceOf(incident, resource)));
    for (const { key } of incident.signals) groups.join(idOf(incident), keyOf(incident, key));
  }
  for (const signal of signals) {
    const own = keyOf(named(signal), signal.key);
    groups.join(own);
    if (signal.resource !== null) groups.join(own, resourceOf(named(signal), signal.resource));
  }
  joinCauses(groups, current, signals);
  const settled = [...placed(groups, current, signals)]
    .filter((group) => group.signals.length > 0 || group.incidents.length > 1)
    .map((group) => settle(group, incidents, nowAt));
  return [...worlds(settled).values()].flatMap((own) => gathered(own, current));
}

/** It lasted already when a person resolved its incident, and may be left as it is. */
function isAccepted(incidents: readonly Placeable[], { key, rule, since }: LiveSignal): boolean {
  if (!canBeAccepted(rule)) return false;
  return incidents.some(
    ({ resolvedAt, mergedInto, signals }) =>
      resolvedAt !== null &&
      mergedInto === null &&
      since <= resolvedAt &&
      // What was over by then was not accepted: it begins again.
      signals.some((signal) => signal.key === key && (signal.clearedAt ?? resolvedAt) >= resolvedAt),
  );
}

const named = ({ resource, node }: Pick<Signal, "resource" | "node">) => ({
  resources: resource === null ? [] : [resource],
  nodes: node === null ? [] : [node],
});
type Named = Pick<Placeable, "resources" | "nodes">;
const realm = (about: Named) => (isDrillIncident(about) ? "drill" : "real");
const idOf = (incident: Placeable) => `incident ${incident.id}`;
const keyOf = (about: Named, key: string) => `${realm(about)} key ${key}`;
const resourceOf = (about: Named, resource: string) => `${realm(about)} resource ${resource}`;

/** Things of one node or one owner that began within some minutes of each other have one cause. */
function joinCauses(groups: Groups, current: readonly Placeable[], signals: readonly LiveSignal[]): void {
  const byCause = new Map<string, { at: number; member: string }[]>();
  const note = (signal: Signal, about: Named, member: string) => {
    for (const cause of causesOf(signal)) {
      const key = `${realm(about)} ${cause}`;
      const all = byCause.get(key) ?? [];
      all.push({ at: signal.since, member });
      byCause.set(key, all);
    }
  };
  for (const incident of current) {
    for (const signal of incident.signals) note(signal, incident, idOf(incident));
  }
  for (const signal of signals) note(signal, named(signal), keyOf(named(signal), signal.key));
  for (const all of byCause.values()) {
    all.sort((a, b) => a.at - b.at);
    for (const [i, { at, member }] of all.entries()) {
      const before = all[i - 1];
      if (before !== undefined && at - before.at <= limits.incidentCauseMs)
        groups.join(before.member, member);
    }
  }
}

function causesOf({ node, ownerId }: Signal): string[] {
  return [...(node === null ? [] : [`node ${node}`]), ...(ownerId === null ? [] : [`owner ${ownerId}`])];
}

interface Group {
  incidents: Placeable[];
  signals: LiveSignal[];
}

function placed(
  groups: Groups,
  current: readonly Placeable[],
  signals: readonly LiveSignal[],
): Iterable<Group> {
  const byRoot = new Map<string, Group>();
  const groupOf = (member: string): Group => {
    const root = groups.rootOf(member);
    const known = byRoot.get(root) ?? { incidents: [], signals: [] };
    byRoot.set(root, known);
    return known;
  };
  for (const incident of current) groupOf(idOf(incident)).incidents.push(incident);
  for (const signal of signals) groupOf(keyOf(named(signal), signal.key)).signals.push(signal);
  return byRoot.values();
}

function settle({ incidents, signals }: Group, all: readonly Placeable[], nowAt: number): Placed {
  const [first, ...rest] = incidents;
  if (first === undefined) {
    const again = endedLately(all, signals, nowAt);
    return { into: again?.id ?? null, reopens: again !== undefined, merges: [], signals };
  }
  const kept = rest.reduce((best, one) => olderOf(best, one), first);
  const merges = incidents.filter(({ id }) => id !== kept.id).map(({ id }) => id);
  return { into: kept.id, reopens: false, merges: merges.sort(), signals };
}

function worlds(all: readonly Placed[]): Map<string, Placed[]> {
  const byRealm = new Map<string, Placed[]>();
  for (const one of all) {
    const own = one.signals[0] === undefined ? "none" : realm(named(one.signals[0]));
    const same = byRealm.get(own);
    if (same === undefined) byRealm.set(own, [one]);
    else same.push(one);
  }
  return byRealm;
}

/**
 * New ones beyond what can be looked at side by side go together: into the newest there is, or else into one of their own.
 * What affects the fleet has as much room again, for a storm of small things is not to hide it; but not without end.
 */
function gathered(all: readonly Placed[], current: readonly Placeable[]): Placed[] {
  const signal = all[0]?.signals[0];
  if (signal === undefined) return [...all];
  const there = current.filter((one) => realm(one) === realm(named(signal)));
  let room = limits.incidentOpenMax - there.length;
  const kept: Placed[] = [];
  const rest: LiveSignal[] = [];
  for (const one of all) {
    const isNew = one.into === null;
    const least = one.signals.some(({ rule }) => rule === "fleet-affected") ? -limits.incidentOpenMax : 0;
    if (isNew && room <= least) rest.push(...one.signals);
    else if (isNew) {
      room -= 1;
      kept.push(one);
    } else kept.push(one);
  }
  if (rest.length === 0) return kept;
  const newest = there.reduce<Placeable | null>(
    (best, one) => (best === null ? one : newerOf(best, one)),
    null,
  );
  const known =
    newest === null
      ? undefined
      : kept.find(({ into, merges }) => into === newest.id || merges.includes(newest.id));
  if (known !== undefined)
    return kept.map((one) => (one === known ? { ...one, signals: [...one.signals, ...rest] } : one));
  return [...kept, { into: newest?.id ?? null, reopens: false, merges: [], signals: rest }];
}

const newerOf = (a: Placeable, b: Placeable) => (olderOf(a, b) === a ? b : a);

/** The incident in which the same was seen, and that was over not long ago: the one that ended last. */
function endedLately(
  all: readonly Placeable[],
  signals: readonly LiveSignal[],
  nowAt: number,
): Placeable | undefined {
  const [first] = signals;
  if (first === undefined) return undefined;
  const own = realm(named(first));
  const keys = new Set(signals.map(({ key }) => key));
  const resources = new Set(signals.flatMap(({ resource }) => resource ?? []));
  const same = all.filter(
    (one) =>
      one.state === "resolved" &&
      one.mergedInto === null &&
      one.resolvedAt !== null &&
      nowAt - one.resolvedAt <= limits.incidentReopenMs &&
      realm(one) === own &&
      (one.resources.some((name) => resources.has(name)) || one.signals.some(({ key }) => keys.has(key))),
  );
  return same.sort((a, b) => (b.resolvedAt ?? 0) - (a.resolvedAt ?? 0) || (a.id < b.id ? -1 : 1))[0];
}

/** Disjoint groups of names. */
class Groups {
  readonly #parents = new Map<string, string>();

  rootOf(name: string): string {
    let root = name;
    for (let up = this.#parents.get(root); up !== undefined && up !== root; up = this.#parents.get(root)) {
      root = up;
    }
    this.#parents.set(name, root);
    return root;
  }

  /** Makes one group of the groups of all these. */
  join(first: string, ...others: readonly string[]): void {
    const root = this.rootOf(first);
    for (const other of others) this.#parents.set(this.rootOf(other), root);
  }
}
