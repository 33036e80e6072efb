import { isDrillName } from "./drill/names.ts";
import { attentionRank, isStale, type LockState, type Verdict, verdicts } from "./states.ts";

/** What filter and sort look at; every lock row has it. */
export interface LockFields {
  id: string;
  source: string;
  key: string;
  resource: string;
  state: LockState;
  verdict: Verdict | null;
  node: string | null;
  path: string | null;
  holder: {
    ownerId: string;
    node: string;
    service: string | null;
    command: string | null;
    pid: number | null;
  } | null;
  waiters: number;
  epoch: number | null;
  heldSince: number | null;
  lastBeatAt: number | null;
}

/** Sets hold alternatives; an absent part lets everything through. */
export interface LockFilter {
  /** Words that must all occur, in any case, in name, path, key or holder. */
  words?: readonly string[];
  sources?: ReadonlySet<string>;
  states?: ReadonlySet<string>;
  /** Verdicts; `stale` has been taken apart into orphan and ghost. */
  verdicts?: ReadonlySet<string>;
  /** Id of an owner, or the name of a service. */
  owner?: string;
  node?: string;
  resource?: string;
  /** What is of a drill, or what is real. */
  world?: "real" | "drill";
}

/** Splits what a person typed into words; empty when it holds none. */
export function searchWords(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
}

/** Takes `stale` apart; null when a value is no verdict. */
export function verdictSet(values: readonly string[]): ReadonlySet<string> | null {
  const set = new Set<string>();
  for (const value of values) {
    if (value === "stale") for (const verdict of verdicts.filter(isStale)) set.add(verdict);
    else if ((verdicts as readonly string[]).includes(value)) set.add(value);
    else return null;
  }
  return set;
}

/** Whether a filter lets a lock through. */
export function matchesLock(lock: LockFields, filter: LockFilter): boolean {
  if (filter.states !== undefined && !filter.states.has(lock.state)) return false;
  if (filter.verdicts !== undefined && (lock.verdict === null || !filter.verdicts.has(lock.verdict)))
    return false;
  if (filter.sources !== undefined && !filter.sources.has(lock.source)) return false;
  if (filter.node !== undefined && lock.node !== filter.node && lock.holder?.node !== filter.node)
    return false;
  if (filter.resource !== undefined && lock.resource !== filter.resource) return false;
  if (filter.owner !== undefined && !isOwner(lock, filter.owner)) return false;
  if (filter.world !== undefined && isDrillName(lock.resource) !== (filter.world === "drill")) return false;
  return filter.words === undefined || hasWords(lock, filter.words);
}

function isOwner({ holder }: LockFields, owner: string): boolean {
  return holder !== null && (holder.ownerId === owner || holder.service === owner);
}

function hasWords(lock: LockFields, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const text = textOf(lock);
  // A loop and no callback: it runs for every row at every key.
  for (const word of words) if (!text.includes(word)) return false;
  return true;
}

/** Rows are values: the text of one never changes, so it is made once, and goes with the row. */
const texts = new WeakMap<LockFields, string>();

function textOf(lock: LockFields): string {
  const known = texts.get(lock);
  if (known !== undefined) return known;
  const { resource, path, key, node, holder } = lock;
  // A word has no white space, so it is never found across two parts.
  const names = `${resource}\n${path ?? ""}\n${key}\n${node ?? ""}`;
  const text = (holder === null ? names : `${names}\n${holderText(holder)}`).toLowerCase();
  texts.set(lock, text);
  return text;
}

function holderText({ node, service, command, pid }: NonNullable<LockFields["holder"]>): string {
  return `${node}\n${service ?? ""}\n${command ?? ""}\n${pid ?? ""}`;
}

/** Makes the text that words are looked for in, so that the first search in many rows need not. */
export function prepareSearch(lock: LockFields): void {
  textOf(lock);
}

export const lockSortKeys = [
  "attention",
  "resource",
  "state",
  "verdict",
  "owner",
  "held",
  "waiters",
  "epoch",
  "beat",
] as const;
export type LockSortKey = (typeof lockSortKeys)[number];

export interface LockOrder {
  key: LockSortKey;
  descending: boolean;
}

export type SortValue = string | number | null;

/** Names are compared by their first characters alone, and by the id after that: a cursor stays short. */
const comparedChars = 200;
const stateOrder: readonly LockState[] = ["hot", "quarantined", "held", "free"];
const verdictOrder: readonly Verdict[] = ["ghost", "orphan", "suspect", "unknown", "live"];

/** The values that an order compares, before the id. */
export function lockSortValues(lock: LockFields, key: LockSortKey): SortValue[] {
  const name = lock.resource.slice(0, comparedChars);
  switch (key) {
    case "attention":
      return [attentionRank(lock.state, lock.verdict), name];
    case "resource":
      return [name];
    case "state":
      return [stateOrder.indexOf(lock.state), name];
    case "verdict":
      return [lock.verdict === null ? null : verdictOrder.indexOf(lock.verdict), name];
    case "owner":
      return [lock.holder === null ? null : ownerName(lock.holder).slice(0, comparedChars), name];
    case "held":
      return [lock.heldSince];
    case "waiters":
      return [lock.waiters];
    case "epoch":
      return [lock.epoch];
    case "beat":
      return [lock.lastBeatAt];
  }
}

function ownerName(holder: NonNullable<LockFields["holder"]>): string {
  return `${holder.service ?? holder.command ?? ""} ${holder.node}`;
}

/** A place in an order: right after the row that had these values and this id. */
export interface SortPlace {
  values: SortValue[];
  id: string;
}

/** Negative when `a` comes before `b`. What has no value comes last in both directions; the id settles the rest. */
export function comparePlaces(a: SortPlace, b: SortPlace, descending: boolean): number {
  for (let i = 0; i < a.values.length; i += 1) {
    const x = a.values[i] ?? null;
    const y = b.values[i] ?? null;
    if (x === y) continue;
    if (x === null) return 1;
    if (y === null) return -1;
    return x < y === descending ? 1 : -1;
  }
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Compares two rows by an order; for sorting a whole list. */
export function compareLocks(a: LockFields, b: LockFields, order: LockOrder): number {
  return comparePlaces(lockPlace(a, order.key), lockPlace(b, order.key), order.descending);
}

export function lockPlace(lock: LockFields, key: LockSortKey): SortPlace {
  return { values: lockSortValues(lock, key), id: lock.id };
}

/** `-held` → held, descending; null when it is no order. */
export function parseLockOrder(text: string): LockOrder | null {
  const descending = text.startsWith("-");
  const key = lockSortKeys.find((k) => k === (descending ? text.slice(1) : text));
  return key === undefined ? null : { key, descending };
}
