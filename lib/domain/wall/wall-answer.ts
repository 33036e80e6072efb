import { safeText } from "#lib/domain/safe-text.ts";
import { isStale } from "#lib/domain/states.ts";
import { grouped } from "#lib/domain/words.ts";
import type { FleetOfWorld } from "./wall-fleet.ts";
import type { LocksOfWorld, WallLock } from "./wall-locks.ts";

/**
 * How the whole picture looks. `loud`: somebody is needed. `watch`: something is in doubt or under way. `unknown`: nothing
 * is heard, or not all is read yet. Only `calm` lets pages turn and the night dim them.
 */
export type WallLevel = "loud" | "watch" | "calm" | "empty" | "reading" | "unknown";

/** The colour role: that of a state, as everywhere in the console. */
export type WallTone = "hot" | "stale" | "down" | "suspect" | "quarantined" | "held" | "live" | "unknown";

export interface WallAnswer {
  level: WallLevel;
  tone: WallTone;
  /** Read first, from eight metres: a few words. */
  head: string;
  detail: string;
  /** What somebody in the room does about it; null where nobody has to, or what is shown beside it says so. */
  next: string | null;
}

/** Everything real that the answer is made of; what is of a drill never is. */
export interface WallFacts {
  nowMs: number;
  /** When the server was last heard, if that is too long ago to say anything of now; null while the feed is fresh. */
  silentSince: number | null;
  /** All lists have been read. */
  complete: boolean;
  /** Why one of them cannot be read; null while all can. */
  problem: string | null;
  readOnly: string | null;
  graceUntil: number | null;
  locks: LocksOfWorld<WallLock>;
  fleet: FleetOfWorld;
  incidents: {
    /** Open and graver than for information. */
    open: number;
    /** Open, and nobody has acknowledged. */
    unclaimed: number;
    mitigated: number;
    worst: { title: string; severity: "info" | "warning" | "critical" } | null;
  };
  operations: { open: number; awaitingAck: number };
  /** Gates are overridden until then. */
  bypassUntil: number | null;
  drill: boolean;
}

const nameMaxChars = 60;
const titleMaxChars = 110;

/** Is anything wrong, in a few words; worst first, and never calm on what is old or not read yet. */
export function wallAnswer(facts: WallFacts): WallAnswer {
  const known = knownAnswer(facts);
  if (facts.silentSince !== null) {
    const since = `${wallClock(facts.silentSince, facts.nowMs)} UTC`;
    return {
      level: "unknown",
      tone: "unknown",
      head: `Not known since ${since}`,
      detail: facts.complete ? `Last known: ${known.head}. ${known.detail}` : "Nothing has been read yet.",
      next: null,
    };
  }
  // What is wrong is said from the first page on; that nothing is, only when all is read.
  if (!facts.complete && known.level !== "loud") {
    return {
      level: "reading",
      tone: "unknown",
      head: "Reading the state of everything",
      detail:
        facts.problem === null
          ? "Nothing is said of it before all of it is there."
          : `A list cannot be read, and is tried again: ${safeText(facts.problem, titleMaxChars)}`,
      next: null,
    };
  }
  return known;
}

function knownAnswer(facts: WallFacts): WallAnswer {
  return loud(facts) ?? empty(facts) ?? watch(facts) ?? calm(facts);
}

function loud(facts: WallFacts): WallAnswer | null {
  const { hot, stale } = facts.locks.counts;
  const { open, worst } = facts.incidents;
  const parts: { tone: WallTone; head: string }[] = [];
  if (hot > 0) parts.push({ tone: "hot", head: `${grouped(hot)} HOT` });
  if (stale > 0) parts.push({ tone: "stale", head: `${grouped(stale)} stale` });
  if (facts.bypassUntil !== null) parts.push({ tone: "hot", head: "Bypass in force" });
  if (facts.readOnly !== null) parts.push({ tone: "down", head: "Read-only" });
  if (parts.length === 0 && open > 0) {
    const tone = worst?.severity === "critical" ? "hot" : "suspect";
    parts.push({ tone, head: `${grouped(open)} open ${open === 1 ? "incident" : "incidents"}` });
  }
  const [first] = parts;
  if (first === undefined) return null;
  const shown = parts.slice(0, 3).map(({ head }) => head);
  const head = shown.join(" · ");
  return { level: "loud", tone: first.tone, head, detail: loudDetail(facts), next: loudNext(facts) };
}

const secondPerson = "A second person acknowledges the operation, or refuses it.";
const settle = "Open the lock: its page names what would settle whether its owner lives.";

/** The one act that everything else waits for; who is on it already needs none. */
function loudNext({ locks, incidents, operations, bypassUntil, readOnly }: WallFacts): string | null {
  // Every other act would have to be stored.
  if (readOnly !== null) return "Mend the disk or the database of the server; it goes on by itself.";
  if (operations.awaitingAck > 0) return secondPerson;
  if (incidents.unclaimed > 0) return "Somebody acknowledges the incident, and takes command.";
  if (operations.open > 0 || bypassUntil !== null) return null;
  const [lock] = locks.worst;
  if (lock !== undefined && isStale(lock.verdict)) return "Open the lock, and plan to clear it.";
  if (lock?.state === "hot" && lock.verdict === "live")
    return "Its owner lives: ask it to let go. Nobody else can.";
  return lock?.state === "hot" ? settle : null;
}

function loudDetail(facts: WallFacts): string {
  const { locks, incidents, bypassUntil, readOnly, nowMs } = facts;
  const [lock] = locks.worst;
  if (lock !== undefined && (lock.state === "hot" || isStale(lock.verdict))) return lockSentence(lock, nowMs);
  if (bypassUntil !== null) {
    return `Two people override gates without proof, until ${wallClock(bypassUntil, nowMs)}.`;
  }
  // Why that is so stands in the banner.
  if (readOnly !== null)
    return "The server cannot store anything: nothing can be acknowledged or cleared now.";
  return safeText(incidents.worst?.title ?? "", titleMaxChars);
}

/** "aim_lock_config.conf refuses 41 since 03:12; its owner is gone." */
export function lockSentence(lock: WallLock, nowMs: number): string {
  const name = safeText(lock.resource, nameMaxChars);
  const gone = lock.verdict === "ghost" ? "no holder can be found" : "its owner is gone";
  if (lock.state !== "hot") {
    return `${name}: ${gone}, the lock remains${sinceWords(lock.heldSince, nowMs, ", held since")}.`;
  }
  const refused = lock.refusals > 0 ? ` ${grouped(lock.refusals)}` : "";
  const owner = isStale(lock.verdict) ? `; ${gone}` : "";
  return `${name} refuses${refused}${sinceWords(lock.refusedSince, nowMs, " since")}${owner}.`;
}

function empty({ locks, fleet, drill }: WallFacts): WallAnswer | null {
  if (locks.counts.total > 0 || fleet.total > 0) return null;
  return {
    level: "empty",
    tone: "unknown",
    head: drill ? "Nothing real reports here yet" : "Nothing reports here yet",
    detail: drill
      ? "A drill is on. For the real fleet start an agent: Settings, Agents."
      : "Start an agent on a host (Settings, Agents), or start the drill.",
    next: null,
  };
}

interface Note {
  tone: WallTone;
  head: string;
  next: string | null;
}

/** What is in doubt or under way, in the order in which it matters; only what there is. */
function notes({ locks, fleet, incidents, operations }: WallFacts): Note[] {
  const found: Note[] = [];
  const note = (tone: WallTone, count: number, [one, more]: [string, string], next: string | null = null) => {
    if (count > 0) found.push({ tone, head: `${grouped(count)} ${count === 1 ? one : more}`, next });
  };
  const { halted = 0, silent = 0, impaired = 0 } = fleet.counts;
  const running = operations.open - operations.awaitingAck;
  note("suspect", halted, ["node halted", "nodes halted"]);
  note("suspect", locks.counts.suspect, ["lock in doubt", "locks in doubt"], settle);
  note(
    "unknown",
    silent,
    ["node silent", "nodes silent"],
    "Look at host and network: silence is no proof that anything is gone.",
  );
  note("unknown", locks.counts.unknown, ["lock unknown", "locks unknown"], settle);
  note("suspect", impaired, ["node impaired", "nodes impaired"]);
  const awaiting: [string, string] = ["operation awaits a second person", "operations await a second person"];
  note("suspect", operations.awaitingAck, awaiting, secondPerson);
  note("held", running, ["operation under way", "operations under way"]);
  note("quarantined", locks.counts.quarantined, ["lock in quarantine", "locks in quarantine"]);
  note(
    "held",
    incidents.mitigated,
    ["incident over, not closed", "incidents over, not closed"],
    "Look whether all is back as it was, then resolve it on its page.",
  );
  return found;
}

function watch(facts: WallFacts): WallAnswer | null {
  const { graceUntil, nowMs } = facts;
  const [first, ...others] = notes(facts);
  // Why that is so stands in the banner.
  const grace =
    graceUntil !== null && graceUntil > nowMs
      ? `Nobody is called gone before ${wallClock(graceUntil, nowMs, true)}.`
      : null;
  if (first === undefined) {
    if (grace === null) return null;
    return { level: "watch", tone: "held", head: "Just restarted", detail: grace, next: null };
  }
  const also = others.map(({ head }) => head);
  const reassurance = "Nothing is refused, and no owner is known to be gone.";
  const detail = grace ?? (also.length === 0 ? reassurance : `Also ${also.join(", ")}. Nothing is refused.`);
  // In grace silence is what is expected: nobody is sent to look.
  return { level: "watch", ...first, detail, next: grace === null ? first.next : null };
}

function calm({ locks, fleet }: WallFacts): WallAnswer {
  const taken = locks.counts.held;
  const words = [
    `${grouped(taken)} ${taken === 1 ? "lock" : "locks"} held by living owners`,
    `${grouped(fleet.counts.up ?? 0)} of ${grouped(fleet.total)} ${fleet.total === 1 ? "node" : "nodes"} up`,
  ];
  return {
    level: "calm",
    tone: "live",
    head: "Nothing is wrong",
    detail: `${words.join(", ")}.`,
    next: null,
  };
}

const dayMs = 86_400_000;

/** Clock time on the wall, UTC: `03:12`; with its day when that is not within the last twelve hours. */
export function wallClock(atMs: number, nowMs: number, withSeconds = false): string {
  const text = new Date(atMs).toISOString();
  const clock = text.slice(11, withSeconds ? 19 : 16);
  return Math.abs(nowMs - atMs) < dayMs / 2 ? clock : `${text.slice(0, 10)} ${clock}`;
}

function sinceWords(atMs: number | null, nowMs: number, before: string): string {
  return atMs === null ? "" : `${before} ${wallClock(atMs, nowMs)}`;
}
