import type { Clock } from "#lib/domain/clock.ts";
import { type Commit, type Committed, StoreReadOnlyError } from "#lib/store/store.ts";
import type { Connection } from "./connection.ts";
import { DocumentCache } from "./document-cache.ts";
import { isBusy, writeFailure } from "./failures.ts";
import { Patience } from "./patience.ts";
import * as sql from "./statements.ts";
import { type LogHead, Unit } from "./unit.ts";

/** One commit on disk carries at most this many works, and takes new ones for at most this long. */
const groupWorksMax = 512;
const groupMs = 10;
/** Works that keep arriving are waited for during so many turns of the event loop; one alone waits for one. */
const gatherTurnsMax = 8;
const probeMs = 1_000;
const busyRetryMs = 20;
const busyGiveUpMs = 5_000;

type Body = (unit: Unit) => unknown;

interface Job {
  body: Body;
  resolve(done: Committed<unknown>): void;
  reject(error: unknown): void;
}

/** What cannot be mended while the server runs: after a failed sync nobody knows what is on disk. */
const syncFailed =
  "The disk could not keep what was written. Look after the disk of the data folder, then restart the server.";

/** A work that ran, in order; `error` when it was rolled back alone. Nobody hears of either before the commit. */
interface Done {
  job: Job;
  unit: Unit;
  value: unknown;
  error: { thrown: unknown } | null;
}

export interface WriterOptions {
  connection: Connection;
  clock: Clock;
  /** Throws StoreReadOnlyError when the files under the connection are not those of the data folder any more. */
  checkFiles: () => void;
  /** Makes what was committed durable: LogFile.sync. */
  syncLog: () => Promise<void>;
  onError: (error: unknown) => void;
}

/**
 * The only one who writes. Works wait in a queue; a group of them runs in one transaction, each in a savepoint of
 * its own, one commit writes all of them, and one sync of the log, beside this thread, makes them durable. Then listeners hear of them in order of
 * revision, then their promises resolve. A group starts at the end of the event loop's turn, so that all requests
 * that arrived together share it.
 */
export class Writer {
  readonly #options: WriterOptions;
  readonly #connection: Connection;
  readonly #listeners = new Set<(commit: Commit) => void>();
  #queue: Job[] = [];
  readonly #cache = new DocumentCache();
  readonly #patience = new Patience();
  #head: LogHead;
  /** As far as it is on disk. */
  #durable: LogHead;
  #syncing: Promise<void> | null = null;
  #running: Promise<void> | null = null;
  #closing = false;
  #readOnly: string | null = null;
  #probe: NodeJS.Timeout | null = null;

  constructor(options: WriterOptions) {
    this.#options = options;
    this.#connection = options.connection;
    const row = this.#connection.get(sql.readLog);
    this.#head = { revision: Number(row?.["revision"]), eventId: Number(row?.["event_id"]) };
    this.#durable = this.#head;
  }

  get revision(): number {
    return this.#durable.revision;
  }

  /** Settles, and never rejects, when what was committed is on disk; null while nothing waits for the disk. */
  get syncing(): Promise<void> | null {
    return this.#syncing;
  }

  get readOnlyReason(): string | null {
    return this.#readOnly;
  }

  onCommit(listener: (commit: Commit) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Runs the body in the next group. Rejects with the body's own error, or with StoreReadOnlyError. */
  enqueue<T>(body: (unit: Unit) => T | Promise<T>): Promise<Committed<T>> {
    if (this.#closing) return Promise.reject(new StoreReadOnlyError("The store is closing."));
    if (this.#readOnly !== null) return Promise.reject(new StoreReadOnlyError(this.#readOnly));
    return new Promise((resolve, reject) => {
      this.#queue.push({ body, resolve: resolve as Job["resolve"], reject });
      this.#running ??= this.#drain();
    });
  }

  async close(): Promise<void> {
    this.#closing = true;
    if (this.#probe !== null) clearInterval(this.#probe);
    while (this.#running !== null) await this.#running;
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      await this.#gather();
      await this.#group();
    }
    this.#running = null;
  }

  /** Waits for as long as every turn brings new works, because a commit costs the same for many as for one. */
  async #gather(): Promise<void> {
    let known = 0;
    for (let turn = 0; turn < gatherTurnsMax && this.#queue.length > known; turn += 1) {
      known = this.#queue.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async #group(): Promise<void> {
    const done: Done[] = [];
    const start = this.#head;
    try {
      this.#options.checkFiles();
      await this.#begin();
      await this.#runWorks(done);
      if (this.#head !== start) this.#connection.run(sql.writeLog, this.#head.revision, this.#head.eventId);
      this.#connection.run(sql.commit);
    } catch (error) {
      this.#head = start;
      this.#cache.clear();
      this.#fail(error, done);
      return;
    }
    if (done.some(({ unit }) => unit.wrote) && !(await this.#sync())) {
      this.#refuseFrom(syncFailed, done);
      return;
    }
    this.#durable = this.#head;
    this.#publish(done);
  }

  /** False when the disk failed. */
  async #sync(): Promise<boolean> {
    let ok = true;
    const synced = this.#options.syncLog().catch((error: unknown) => {
      ok = false;
      this.#options.onError(error);
    });
    this.#syncing = synced;
    await synced;
    this.#syncing = null;
    return ok;
  }

  async #begin(): Promise<void> {
    const giveUpAt = this.#options.clock.monoMs() + busyGiveUpMs;
    for (;;) {
      try {
        this.#connection.run(sql.begin);
        return;
      } catch (error) {
        if (!isBusy(error) || this.#options.clock.monoMs() > giveUpAt) throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, busyRetryMs));
    }
  }

  async #runWorks(done: Done[]): Promise<void> {
    const endAt = this.#options.clock.monoMs() + groupMs;
    const works = this.#queue;
    let taken = 0;
    try {
      while (taken < works.length && taken < groupWorksMax) {
        const job = works[taken];
        taken += 1;
        if (job !== undefined) await this.#runWork(job, done);
        if (this.#options.clock.monoMs() >= endAt) break;
      }
    } finally {
      this.#patience.stop();
      this.#queue = works.slice(taken);
    }
  }

  async #runWork(job: Job, done: Done[]): Promise<void> {
    const unit = new Unit(this.#connection, this.#cache, this.#head);
    let value: unknown;
    try {
      value = job.body(unit);
      if (value instanceof Promise) value = await this.#patience.inTime(value);
      if (unit.engineFailure !== null) throw new StoreReadOnlyError(unit.engineFailure);
      unit.end("keep");
    } catch (thrown) {
      if (unit.engineFailure === null) unit.end("undo");
      done.push({ job, unit, value, error: { thrown } });
      if (unit.engineFailure !== null) throw new StoreReadOnlyError(unit.engineFailure);
      return;
    }
    if (unit.changed) this.#head = unit.head;
    done.push({ job, unit, value, error: null });
  }

  #publish(done: Done[]): void {
    const at = this.#options.clock.wallMs();
    for (const { unit, error } of done) {
      if (!unit.changed || error !== null) continue;
      const commit: Commit = {
        revision: unit.head.revision,
        at,
        puts: [...unit.puts.values()],
        removes: [...unit.removes.values()],
        events: unit.events,
      };
      for (const listener of this.#listeners) {
        try {
          listener(commit);
        } catch (error) {
          this.#options.onError(error);
        }
      }
    }
    for (const { job, unit, value, error } of done) {
      if (error === null) job.resolve({ value, revision: unit.head.revision });
      else job.reject(error.thrown);
    }
  }

  /** The group is lost as a whole: nothing of it is on disk, and nobody of it hears a success. */
  #fail(error: unknown, done: Done[]): void {
    this.#rollback();
    const reason = error instanceof StoreReadOnlyError ? error.message : writeFailure(error);
    if (reason === null) {
      for (const { job } of done) job.reject(error);
      this.#options.onError(error);
      return;
    }
    this.#refuseFrom(reason, done);
    this.#probe ??= setInterval(() => void this.#tryAgain(), probeMs).unref();
  }

  #refuseFrom(reason: string, done: Done[]): void {
    this.#readOnly = reason;
    const waiting = this.#queue;
    this.#queue = [];
    for (const job of [...done.map((d) => d.job), ...waiting]) job.reject(new StoreReadOnlyError(reason));
  }

  #rollback(): void {
    try {
      if (this.#connection.db.isTransaction) this.#connection.run(sql.rollback);
    } catch (error) {
      this.#options.onError(error);
    }
  }

  /** Writes one small row; when that is on disk, the engine can write again. */
  async #tryAgain(): Promise<void> {
    if (this.#syncing !== null) return;
    try {
      this.#options.checkFiles();
      this.#connection.run(sql.begin);
      this.#connection.run(sql.putMeta, "store.probe", String(this.#options.clock.wallMs()));
      this.#connection.run(sql.commit);
    } catch {
      this.#rollback();
      return;
    }
    const ok = await this.#sync();
    if (this.#probe !== null) clearInterval(this.#probe);
    this.#probe = null;
    this.#readOnly = ok ? null : syncFailed;
  }
}
