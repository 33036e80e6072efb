import type { UnitReport } from "#lib/contract/orders.ts";
import type { Clock } from "#lib/domain/clock.ts";
import type { SetTimer } from "#lib/server/leases/lease-worker.ts";
import type { SessionRecord, UnitRecord } from "#lib/store/records.ts";
import type { Commit, Store, Tx } from "#lib/store/store.ts";
import { isNews, isWorthWriting, unitOf } from "./unit-record.ts";

export interface UnitBookOptions {
  clock: Clock;
  /** The machine's monotonic clock, ms: what a unit said, and its hold, grow old while this process does not run, too. */
  machineMs: () => number;
  setTimer: SetTimer;
  store: Pick<Store, "write" | "all" | "onCommit" | "get">;
  onError(error: unknown): void;
}

/** A unit as it was last reported. What is decided by time is on the machine's monotonic clock, and counts anew after a restart. */
export interface LiveUnit {
  record: UnitRecord;
  /** When it was last heard of; null since this start. */
  heardMs: number | null;
  /** When its own dead-man timer resumes it; null when it is not held. */
  holdUntilMs: number | null;
  /** The holds that it says it keeps. */
  orderIds: readonly string[];
}

/** What does not matter at once, such as tasks left, is written this often. */
const flushMs = 1_000;

/**
 * Everything that can be drained, as it reports itself. Documents are written when the state changes, other changes
 * together every second; how fresh a report is, only memory knows.
 */
export class UnitBook {
  readonly #options: UnitBookOptions;
  readonly #units = new Map<string, LiveUnit>();
  readonly #bySession = new Map<string, Set<string>>();
  readonly #unwritten = new Set<string>();
  /** Sessions that ended, whose units are to be marked. */
  readonly #ended = new Map<string, "lost" | "gone">();
  readonly #listeners = new Set<(sessionId: string) => void>();
  #cancelFlush: (() => void) | null = null;
  #stopped = false;

  constructor(options: UnitBookOptions) {
    this.#options = options;
  }

  /** Takes over what is in the store and follows the sessions from then on. */
  async start(): Promise<void> {
    const { store } = this.#options;
    for await (const { value } of store.all("unit"))
      this.#put({ record: value, heardMs: null, holdUntilMs: null, orderIds: [] });
    for (const id of this.#bySession.keys()) {
      const session = await store.get("session", id);
      if (session === null || session.goneAt !== null) this.#ended.set(id, "gone");
      else if (session.value.state !== "open") this.#ended.set(id, "lost");
    }
    store.onCommit((commit) => this.#follow(commit));
    if (this.#ended.size > 0) this.#flushSoon();
  }

  all(): Iterable<LiveUnit> {
    return this.#units.values();
  }

  get(id: string): LiveUnit | undefined {
    return this.#units.get(id);
  }

  ofSession(sessionId: string): LiveUnit[] {
    return [...(this.#bySession.get(sessionId) ?? [])].flatMap((id) => this.#units.get(id) ?? []);
  }

  /** How long ago a unit was heard of, ms; null when it was not since this server started. */
  silentMs({ heardMs }: LiveUnit): number | null {
    return heardMs === null ? null : this.#options.machineMs() - heardMs;
  }

  /** Whether its own dead-man timer still holds it, by what it said last. */
  isHeld({ holdUntilMs }: LiveUnit): boolean {
    return holdUntilMs !== null && holdUntilMs > this.#options.machineMs();
  }

  /** Called after a report was taken in, and when units of a session were lost. Returns an unsubscribe. */
  onChange(listener: (sessionId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A session's whole list of units. Changes of state are on disk when this resolves. */
  async take(session: SessionRecord, reports: readonly UnitReport[]): Promise<void> {
    const { clock, machineMs, store } = this.#options;
    const now = { wallMs: clock.wallMs(), monoMs: machineMs() };
    const units = reports.map((report) => this.#merged(session, report, now));
    const named = new Set(units.map(({ record }) => record.id));
    const gone = this.ofSession(session.id).filter(({ record }) => !named.has(record.id));
    const news = units.filter(({ record }) => isNews(this.#units.get(record.id)?.record, record));
    if (news.length > 0 || gone.length > 0) {
      const { value: isOpen } = await store.write(async (tx) => {
        // A session that ended meanwhile leaves no unit behind that nobody takes away.
        const stored = await tx.get("session", session.id);
        if (stored === null || stored.goneAt !== null || stored.value.state !== "open") return false;
        for (const { record } of news) await tx.put("unit", record.id, record);
        for (const { record } of gone) await tx.remove("unit", record.id, now.wallMs, "No longer reported.");
        return true;
      });
      if (!isOpen) return;
    }
    for (const unit of units) {
      const before = this.#units.get(unit.record.id)?.record;
      if (isWorthWriting(before, unit.record) && !news.includes(unit)) this.#unwritten.add(unit.record.id);
      this.#put(unit);
    }
    for (const { record } of gone) this.#remove(record.id);
    if (this.#unwritten.size > 0) this.#flushSoon();
    this.#tell(session.id);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelFlush?.();
    await this.#flush();
  }

  #merged(session: SessionRecord, report: UnitReport, now: { wallMs: number; monoMs: number }): LiveUnit {
    const before = this.#units.get(`${session.id}/${report.unit}`)?.record;
    const record = unitOf(session, report, now.wallMs, before);
    const { holdRemainingMs } = report;
    const holdUntilMs = holdRemainingMs === null ? null : now.monoMs + holdRemainingMs;
    return { record, heardMs: now.monoMs, holdUntilMs, orderIds: report.orderIds };
  }

  #put(unit: LiveUnit): void {
    const { id, sessionId } = unit.record;
    this.#units.set(id, unit);
    const ids = this.#bySession.get(sessionId);
    if (ids === undefined) this.#bySession.set(sessionId, new Set([id]));
    else ids.add(id);
  }

  #remove(id: string): void {
    const sessionId = this.#units.get(id)?.record.sessionId ?? "";
    this.#units.delete(id);
    this.#unwritten.delete(id);
    const ids = this.#bySession.get(sessionId);
    ids?.delete(id);
    if (ids?.size === 0) this.#bySession.delete(sessionId);
  }

  #follow(commit: Commit): void {
    for (const { kind, id } of commit.removes) if (kind === "unit") this.#remove(id);
    const before = this.#ended.size;
    for (const { kind, id } of commit.removes)
      if (kind === "session" && this.#bySession.has(id)) this.#ended.set(id, "gone");
    for (const { kind, id, value } of commit.puts) {
      if (kind !== "session" || !this.#bySession.has(id)) continue;
      if ((value as SessionRecord).state === "lost") this.#ended.set(id, "lost");
    }
    if (this.#ended.size > before) this.#flushSoon(0);
  }

  #flushSoon(ms = flushMs): void {
    if (this.#stopped) return;
    if (ms < flushMs) this.#cancelFlush?.();
    else if (this.#cancelFlush !== null) return;
    this.#cancelFlush = this.#options.setTimer(ms, () => {
      this.#cancelFlush = null;
      void this.#flush();
    });
  }

  async #flush(): Promise<void> {
    const ended = [...this.#ended];
    const ids = [...this.#unwritten];
    if (ended.length === 0 && ids.length === 0) return;
    this.#ended.clear();
    this.#unwritten.clear();
    try {
      const changed = await this.#options.store.write((tx) => this.#writeAll(tx, ended, ids));
      for (const unit of changed.value.lost) this.#put(unit);
      for (const id of changed.value.gone) this.#remove(id);
    } catch (error) {
      for (const [id, how] of ended) if (!this.#ended.has(id)) this.#ended.set(id, how);
      for (const id of ids) if (this.#units.has(id)) this.#unwritten.add(id);
      this.#options.onError(error);
      this.#flushSoon();
      return;
    }
    for (const [sessionId] of ended) this.#tell(sessionId);
  }

  async #writeAll(tx: Tx, ended: readonly (readonly [string, "lost" | "gone"])[], ids: readonly string[]) {
    const lost: LiveUnit[] = [];
    const gone: string[] = [];
    const at = this.#options.clock.wallMs();
    for (const [sessionId, how] of ended) {
      for (const unit of this.ofSession(sessionId)) {
        const { id } = unit.record;
        if (how === "gone") {
          await tx.remove("unit", id, at, "Its session ended.");
          gone.push(id);
        } else if (unit.record.state !== "lost") {
          const record: UnitRecord = { ...unit.record, state: "lost", tasks: null };
          await tx.put("unit", id, record);
          lost.push({ ...unit, record });
        }
      }
    }
    const done = new Set([...gone, ...lost.map(({ record }) => record.id)]);
    for (const id of ids) {
      const unit = this.#units.get(id);
      if (unit !== undefined && !done.has(id)) await tx.put("unit", id, unit.record);
    }
    return { lost, gone };
  }

  #tell(sessionId: string): void {
    for (const listener of this.#listeners) listener(sessionId);
  }
}
