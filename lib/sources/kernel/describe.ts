import { isDeepStrictEqual } from "node:util";
import type { KernelLock, KernelProcess } from "#lib/contract/agent.ts";
import { limits } from "#lib/domain/limits.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { type HostView, ticksPerSecond } from "./host-view.ts";
import { type Entry, entryOf, type Held, holderOf, type LockGroup } from "./lock-group.ts";
import type { LockLine } from "./lock-line.ts";
import type { ProcessFacts, ProcessStat } from "./process-facts.ts";
import type { ProcessWatch } from "./process-watch.ts";
import { detachedOf, type Lineage, parentOf, relationOf } from "./relations.ts";

/** A lock as it goes on the wire, but for its ages, which depend on when it is sent. */
export type LockFacts = Omit<KernelLock, "observedAgoMs" | "firstSeenAgoMs">;

export interface DescribeContext {
  node: string;
  view: HostView;
  users: ReadonlyMap<number, string>;
  watch: ProcessWatch;
  unreadable: ReadonlySet<number>;
  /** Smaller PIDs started earlier; asked only where it matters, because it costs a look at every process. */
  pidOrder: () => boolean;
  resourceOf: (path: string) => string;
}

const listed = 200;
const deletedMark = " (deleted)";

/** Everything that is known of one lock, as data for the rule that judges it. */
export function describeGroup(group: LockGroup, context: DescribeContext): LockFacts {
  const takers = group.entries.map((entry) => describeTaker(group, entry, context));
  let holders = group.holders.map((held) => describeHolder(group, held, context)).filter((h) => h !== null);
  if (holders.length > 1) {
    holders = holders.sort((a, b) => rank(a.relation) - rank(b.relation) || a.process.pid - b.process.pid);
  }
  const isExclusive = (one: { mode: LockLine["mode"] }) => one.mode === "exclusive";
  const path = pathOf(group);
  return {
    key: group.key,
    type: group.type,
    mode: group.entries.some(isExclusive) || group.holders.some(isExclusive) ? "exclusive" : "shared",
    resource: safeText(path === null ? nameOfInode(group) : resourceName(path, context), limits.nameMaxChars),
    path: path === null ? null : safeText(path, limits.pathMaxChars),
    pathUnknownReason: path === null ? whyNoPath(group, context.view) : null,
    holders: holders.length > listed ? holders.slice(0, listed) : holders,
    takers: takers.length > listed ? takers.slice(0, listed) : takers,
    waiters: group.waiters.slice(0, listed).map((pid) => ({ pid, process: process(context, pid) })),
    unreadable: group.unreadable,
    searched: group.searched,
    misses: group.misses,
    scope: context.view.scope,
  };
}

/** Whether two descriptions say the same. */
export function sameFacts(a: LockFacts, b: LockFacts): boolean {
  return isDeepStrictEqual(a, b);
}

type Taker = LockFacts["takers"][number];

function describeTaker(group: LockGroup, entry: Entry, context: DescribeContext): Taker {
  const pid = entry.recordedPid;
  const status = takerStatus(group, entry, context);
  // A living process is shown as taker only when it may be it: a reused number belongs to a bystander.
  const present =
    status === "alive-without-line" || status === "unreadable" ? context.watch.facts(pid) : null;
  const shown = status === "none" ? null : (entry.taker ?? present);
  let seenStartTime = entry.taker?.startTime ?? null;
  if (seenStartTime === null && status === "alive-without-line" && context.pidOrder()) {
    seenStartTime = present?.startTime ?? null;
  }
  return {
    recordedPid: pid,
    status,
    process: shown === null ? null : identify(shown, context),
    seenStartTime,
  };
}

function takerStatus(group: LockGroup, entry: Entry, context: DescribeContext): Taker["status"] {
  const pid = entry.recordedPid;
  if (pid <= 0) return "none";
  const stat = context.watch.stat(pid);
  if (stat === "gone") return context.view.hidesProcesses ? "unreadable" : "gone";
  if (stat === "unreadable") return "unreadable";
  if (entry.taker !== null && entry.taker.startTime !== stat.startTime) return "reused";
  if (stat.startTime > entry.firstSeenTicks) return "reused";
  if (holderOf(group, pid)?.recordedPid === pid) return "holds";
  return context.unreadable.has(pid) ? "unreadable" : "alive-without-line";
}

type Holder = LockFacts["holders"][number];

function describeHolder(group: LockGroup, held: Held, context: DescribeContext): Holder | null {
  const facts = context.watch.facts(held.pid);
  if (facts === null || facts.startTime !== held.startTime) return null;
  const entry = entryOf(group, held.recordedPid);
  const taker = entry?.taker ?? null;
  const ofHost = context.view.scope === "host";
  const lineage: Lineage = {
    recordedPid: held.recordedPid,
    taker,
    ofHost,
    window: ofHost ? (entry?.window ?? null) : null,
    firstSeenTicks: entry?.firstSeenTicks ?? Number.MAX_SAFE_INTEGER,
    pidOrder: ofHost && facts.pid !== held.recordedPid && taker === null && context.pidOrder(),
  };
  const relation = relationOf(facts, lineage);
  const heir = relation === "younger-than-taker";
  const family = {
    recordedPid: held.recordedPid,
    wasChildOfTaker: entry?.children.get(facts.pid) === facts.startTime,
    isHolder: (pid: number) => holderOf(group, pid) !== undefined,
  };
  const parent = parentOf(facts, family, parentComm(facts, context));
  return {
    process: identify(facts, context),
    mode: held.mode === "exclusive" ? "exclusive" : "shared",
    fd: held.fd,
    relation,
    reparented: heir && (parent === "init" || parent === "reaper"),
    recordedPid: held.recordedPid,
    parent,
    detached: heir ? detachedOf(facts, lineage, sessionLeader(facts, context)) : null,
    sameProgram:
      heir && taker?.program != null && facts.program !== null ? taker.program === facts.program : null,
  };
}

function sessionLeader(facts: ProcessFacts, context: DescribeContext): ProcessStat | null {
  const leader = facts.session > 0 ? context.watch.stat(facts.session) : "gone";
  return typeof leader === "string" || leader.session !== facts.session ? null : leader;
}

function parentComm(facts: ProcessFacts, context: DescribeContext): string | null {
  if (facts.ppid <= 1) return null;
  const stat = context.watch.stat(facts.ppid);
  return typeof stat === "string" ? null : stat.comm;
}

function process(context: DescribeContext, pid: number): KernelProcess | null {
  const facts = pid > 0 ? context.watch.facts(pid) : null;
  return facts === null ? null : identify(facts, context);
}

/** A process has many locks, and its identity is made once. */
const identities = new WeakMap<ProcessFacts, KernelProcess>();

/** The complete identity of a process, with everything that it chose itself made safe to show. */
function identify(facts: ProcessFacts, { node, view, users }: DescribeContext): KernelProcess {
  const known = identities.get(facts);
  if (known !== undefined) return known;
  const identity: KernelProcess = {
    node,
    bootId: view.bootId,
    pidNs: view.pidNs,
    pid: facts.pid,
    startTime: facts.startTime,
    instanceId: "",
    ppid: facts.ppid,
    command: safeText(facts.command, limits.commandMaxChars),
    user: facts.uid === null ? null : safeText(users.get(facts.uid) ?? `${facts.uid}`, 100),
    unit: facts.unit === null ? null : safeText(facts.unit, 200),
    startedAt:
      view.bootedAt === null ? null : view.bootedAt + Math.round((facts.startTime * 1000) / ticksPerSecond),
  };
  identities.set(facts, identity);
  return identity;
}

function rank(relation: Holder["relation"]): number {
  return ["is-taker", "older-than-taker", "unknown", "younger-than-taker"].indexOf(relation);
}

function pathOf(group: LockGroup): string | null {
  for (const held of group.holders) {
    if (held.path.startsWith("/")) return held.path;
  }
  return null;
}

function resourceName(path: string, context: DescribeContext): string {
  const linked = path.endsWith(deletedMark) ? path.slice(0, -deletedMark.length) : path;
  return context.resourceOf(linked) || linked;
}

function nameOfInode(group: LockGroup): string {
  return group.device === null ? "no inode" : `inode ${group.device}:${group.inode}`;
}

function whyNoPath(group: LockGroup, view: HostView): string {
  if (group.device === null) return "The kernel names no file for this lock.";
  if (group.holders.length > 0) return "The descriptor is not a file with a path.";
  const mount = view.mounts.get(group.device);
  const where =
    mount === undefined
      ? `device ${group.device} is not mounted here`
      : `on ${safeText(mount.fsType, 20)} at ${safeText(mount.mountPoint, 60)}`;
  return `No readable process has the file open with this lock; inode ${group.inode}, ${where}.`;
}
