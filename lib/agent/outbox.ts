import type { AgentReport } from "#lib/contract/agent.ts";
import type { Limitation } from "#lib/contract/rows.ts";
import { limits } from "#lib/domain/limits.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { ScanNews, SeenLock } from "./scan-messages.ts";
import { tunables } from "./tunables.ts";

/** Something that happened on this host, timed on our monotonic clock. */
export interface HostEvent {
  kind: string;
  severity: "info" | "warning" | "critical";
  text: string;
  atMs: number;
}

/** A report without what only the connection knows. */
export type Draft = Omit<AgentReport, "sessionId" | "seq">;

/** Reports that belong together, with the events in them, to be given back if they cannot be delivered. */
export interface Parcel {
  drafts: Draft[];
  events: HostEvent[];
  dropped: number;
}

/**
 * What the server still has to hear. While it is away, a lock keeps only its newest state and events are kept up
 * to a limit, so that memory stays bounded; what was dropped is counted and said.
 */
export class Outbox {
  readonly #locks = new Map<string, SeenLock>();
  readonly #changed = new Set<string>();
  readonly #gone = new Set<string>();
  /** Keys of locks that are there, and that went out in a report at least once. */
  readonly #reported = new Set<string>();
  #news: ScanNews | null = null;
  #scanned = false;
  readonly #limited = new Map<string, string>();
  #limitationsSaid = "";
  #events: HostEvent[] = [];
  #dropped = 0;

  /** Takes in what a scan found. */
  addNews(news: ScanNews): void {
    if (news.all) {
      const present = new Set(news.changed.map((lock) => lock.facts.key));
      for (const key of this.#locks.keys()) if (!present.has(key)) this.#remove(key);
    }
    for (const lock of news.changed) {
      this.#locks.set(lock.facts.key, lock);
      this.#changed.add(lock.facts.key);
      this.#gone.delete(lock.facts.key);
    }
    for (const key of news.gone) this.#remove(key);
    this.#news = news;
    this.#scanned = true;
  }

  /** Says what else cannot be seen, by its code, or that it can again (null). True when that is new. */
  setLimitation(code: string, text: string | null): boolean {
    if ((this.#limited.get(code) ?? null) === text) return false;
    if (text === null) this.#limited.delete(code);
    else this.#limited.set(code, text);
    return true;
  }

  addEvent(event: HostEvent): void {
    this.#events.push(event);
    this.#bound();
  }

  /** What this agent cannot see at present. */
  limitations(): Limitation[] {
    const limited = [...this.#limited].map(([code, text]) => ({ code, text: safeText(text, 500) }));
    return [...limited, ...(this.#news?.limitations ?? [])].slice(0, 50);
  }

  /** Whether a lock of this key is there and was reported. */
  hasReported(key: string): boolean {
    return this.#reported.has(key);
  }

  /** False until the first scan: then nothing can be said of the locks, not even that there are none. */
  get hasScan(): boolean {
    return this.#news !== null;
  }

  hasNews(): boolean {
    return (
      this.#scanned || this.#events.length > 0 || JSON.stringify(this.limitations()) !== this.#limitationsSaid
    );
  }

  /** Packs everything there is to say: all locks when `full`, else what changed. `full` needs a scan to be done. */
  take(nowMs: number, full: boolean): Parcel {
    const keys = full ? [...this.#locks.keys()] : [...this.#changed];
    const gone = full ? [] : [...this.#gone];
    for (const key of keys) this.#reported.add(key);
    const groups = this.#chunks(keys, nowMs);
    const count = Math.max(1, groups.length, Math.ceil(gone.length / limits.agentReportLocksMax));
    const parcel: Parcel = { drafts: [], events: this.#events, dropped: this.#dropped };
    for (let at = 0; at < count; at += 1) {
      const last = at === count - 1;
      parcel.drafts.push({
        full,
        part: full ? at + 1 : 1,
        parts: full ? count : 1,
        locks: groups[at] ?? [],
        goneKeys: gone.slice(at * limits.agentReportLocksMax, (at + 1) * limits.agentReportLocksMax),
        ...(last ? this.#closing(nowMs) : nothingElse),
      });
    }
    this.#changed.clear();
    this.#gone.clear();
    this.#events = [];
    this.#dropped = 0;
    this.#scanned = false;
    this.#limitationsSaid = JSON.stringify(this.limitations());
    return parcel;
  }

  /** Takes back what could not be delivered. The locks need nothing: the next report has to be a full one. */
  giveBack(parcel: Parcel): void {
    this.#events = [...parcel.events, ...this.#events];
    this.#dropped += parcel.dropped;
    this.#scanned = this.#news !== null;
    this.#limitationsSaid = "";
    this.#bound();
  }

  #remove(key: string): void {
    this.#locks.delete(key);
    this.#reported.delete(key);
    this.#changed.delete(key);
    this.#gone.add(key);
  }

  #bound(): void {
    while (this.#events.length > limits.agentBufferEventsMax) {
      const least = this.#events.findIndex((event) => event.severity !== "critical");
      this.#events.splice(Math.max(0, least), 1);
      this.#dropped += 1;
    }
  }

  #closing(nowMs: number): Omit<Draft, "full" | "part" | "parts" | "locks" | "goneKeys"> {
    const news = this.#news;
    const observedAgoMs = ago(nowMs, news?.endedMs ?? nowMs);
    return {
      scanned: this.#scanned,
      scannedAgoMs: observedAgoMs,
      scanMs: news?.scanMs ?? 0,
      processes: (this.#scanned ? (news?.observations ?? []) : [])
        .slice(0, 1_000)
        .map((seen) => ({ ...seen, observedAgoMs })),
      events: this.#events.map(({ kind, severity, text, atMs }) => ({
        kind,
        severity,
        text,
        agoMs: ago(nowMs, atMs),
      })),
      dropped: this.#dropped,
      limitations: this.limitations(),
    };
  }

  /** Locks in groups, each small enough for one report by number and by length of text. */
  #chunks(keys: readonly string[], nowMs: number): Draft["locks"][] {
    const groups: Draft["locks"][] = [];
    let group: Draft["locks"] = [];
    let chars = 0;
    const observedAgoMs = ago(nowMs, this.#news?.endedMs ?? nowMs);
    for (const key of keys) {
      const seen = this.#locks.get(key);
      if (seen === undefined) continue;
      const lock = { ...seen.facts, observedAgoMs, firstSeenAgoMs: ago(nowMs, seen.firstSeenMs) };
      const length = roughChars(lock);
      if (
        group.length === limits.agentReportLocksMax ||
        (group.length > 0 && chars + length > tunables.reportChars)
      ) {
        groups.push(group);
        group = [];
        chars = 0;
      }
      group.push(lock);
      chars += length;
    }
    if (group.length > 0) groups.push(group);
    return groups;
  }
}

const nothingElse = {
  scanned: false,
  scannedAgoMs: 0,
  scanMs: 0,
  processes: [],
  events: [],
  dropped: 0,
  limitations: [],
};

/** Estimate of a lock's JSON: the parts that can be long, and a fixed sum for the rest of each. */
function roughChars({ path, resource, holders, takers, waiters }: Draft["locks"][number]): number {
  let chars = 600 + 2 * ((path?.length ?? 0) + resource.length);
  for (const { process } of [...holders, ...takers, ...waiters])
    chars += 600 + 2 * (process?.command.length ?? 0);
  return chars;
}

function ago(nowMs: number, thenMs: number): number {
  return Math.max(0, Math.round(nowMs - thenMs));
}
