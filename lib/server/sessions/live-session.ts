import {
  BeatRing,
  endMinute,
  isMinuteOpen,
  type MinuteFold,
  minuteCells,
  noteBeat,
  type OpenMinute,
  openMinute,
} from "#lib/domain/beats.ts";
import {
  addInterval,
  lostAfterMs,
  newRhythm,
  promisedIntervalMs,
  type Rhythm,
  rhythmCells,
  suspectAfterMs,
} from "#lib/domain/liveness.ts";
import type { SessionRecord } from "#lib/store/records.ts";

/**
 * What a beat reads and writes of a session, as numbers in one row: counter and times of the last beat (NaN: none),
 * silence from which it is suspect and from which it is lost (−1: it is not open), the minute that is being folded.
 */
const cell = {
  counter: 0,
  lastBeatMs: 1,
  lastBeatMachineMs: 2,
  listeningFromMs: 3,
  suspectAfterMs: 4,
  lostAfterMs: 5,
  beats: 6,
  minute: 7,
  rhythm: 7 + minuteCells,
} as const;
const sessionCells = cell.rhythm + rhythmCells;
/** Sessions that were opened one after another mostly beat in one batch: so many lie side by side. */
const sessionsPerRow = 16;

/** Where new sessions keep their numbers. A row goes with the last of its sessions. */
export class SessionCells {
  #row = new Float64Array(0);
  #used = 0;

  take(): { cells: Float64Array<ArrayBuffer>; at: number } {
    if (this.#used === this.#row.length) {
      this.#row = new Float64Array(sessionsPerRow * sessionCells);
      this.#used = 0;
    }
    const at = this.#used;
    this.#used += sessionCells;
    return { cells: this.#row, at };
  }
}

/**
 * One moment on three clocks. Silence is counted on the one that stands still while this process does not listen. What owners
 * are known by and what is told of them (rhythm, times of beats) is counted on the machine's, or an overload would make
 * each look quicker than it is, and suspect as soon as the overload ends.
 */
export interface Moment {
  /** Of the listening clock. */
  nowMs: number;
  /** Of the machine's monotonic clock. */
  machineMs: number;
  /** Of the wall clock. */
  nowAt: number;
}

/** A session as this process listens to it. What must outlast a restart is in `record` and in the beat folds. */
export class LiveSession {
  readonly id: string;
  /** Opened while this process listened, which is a sign of life of its own. */
  readonly openedHere: boolean;
  /** Its owner is closing it: it may not act any more. */
  closing = false;
  /** Its document is gone, and so is it. */
  forgotten = false;
  /** Who came after it in the last batch, and so most likely comes after it in the next. */
  after: LiveSession | null = null;
  /** When this process first saw that it is lost; monotonic. */
  lostMs: number | null = null;
  /** Wall time of the last beat that an earlier process heard, as far as the folds on disk tell. */
  earlierBeatAt: number | null;
  readonly rhythm: Rhythm;
  readonly ring = new BeatRing();
  readonly #minute: OpenMinute;
  /** Minutes that are over and not on disk yet. */
  #folds: MinuteFold[] = [];
  #record: SessionRecord;
  readonly #cells: Float64Array;
  readonly #at: number;

  constructor(
    record: SessionRecord,
    nowMs: number,
    isNew: boolean,
    { cells, at } = new SessionCells().take(),
  ) {
    this.id = record.id;
    this.openedHere = isNew;
    this.earlierBeatAt = record.lastBeatAt;
    this.#cells = cells;
    this.#at = at;
    this.#record = record;
    this.record = record;
    this.#minute = { cells, at: at + cell.minute };
    this.rhythm = newRhythm(promisedIntervalMs(record.ttlMs), cells, at + cell.rhythm);
    this.counter = isNew ? -1 : null;
    this.beats = record.beats;
    cells[at + cell.listeningFromMs] = nowMs;
    cells[at + cell.lastBeatMs] = Number.NaN;
    cells[at + cell.lastBeatMachineMs] = Number.NaN;
    cells[at + cell.suspectAfterMs] = suspectAfterMs(this.rhythm);
  }

  /** The document as it was last committed; replaced as a whole, never changed. */
  get record(): SessionRecord {
    return this.#record;
  }

  set record(record: SessionRecord) {
    this.#record = record;
    this.#cells[this.#at + cell.lostAfterMs] = record.state === "open" ? lostAfterMs(record.ttlMs) : -1;
  }

  /** Highest counter seen; null after a restart of the server: the first counter then only shows where it stands. */
  get counter(): number | null {
    return orNull(this.#read(cell.counter));
  }

  set counter(counter: number | null) {
    this.#cells[this.#at + cell.counter] = counter ?? Number.NaN;
  }

  get beats(): number {
    return this.#read(cell.beats);
  }

  set beats(beats: number) {
    this.#cells[this.#at + cell.beats] = beats;
  }

  /** Since when this process listens to it; monotonic. */
  get listeningFromMs(): number {
    return this.#read(cell.listeningFromMs);
  }

  /** The last beat that this process heard, on the listening clock. */
  get lastBeatMs(): number | null {
    return orNull(this.#read(cell.lastBeatMs));
  }

  /** The same on the machine's monotonic clock. */
  get lastBeatMachineMs(): number | null {
    return orNull(this.#read(cell.lastBeatMachineMs));
  }

  /** Silence, ms, from which its own rhythm makes it suspect. */
  get suspectAfterMs(): number {
    return this.#read(cell.suspectAfterMs);
  }

  /** Takes a counter in; `mayBeLost` is false in the time of grace. A session that is not open has no beats any more. */
  take(counter: number, { nowMs, machineMs, nowAt }: Moment, mayBeLost: boolean): "grew" | "same" | "gone" {
    const cells = this.#cells;
    const at = this.#at;
    const lastMs = cells[at + cell.lastBeatMs] ?? Number.NaN;
    const heardMs = Number.isNaN(lastMs) ? this.listeningFromMs : lastMs;
    const lostMs = this.#read(cell.lostAfterMs);
    if (lostMs < 0 || (mayBeLost && nowMs - heardMs >= lostMs)) return "gone";
    const before = this.#read(cell.counter);
    if (counter <= before) return "same";
    cells[at + cell.counter] = counter;
    if (Number.isNaN(before)) return "same";
    const sinceMs = Number.isNaN(lastMs) ? null : machineMs - this.#read(cell.lastBeatMachineMs);
    if (sinceMs !== null) {
      addInterval(this.rhythm, sinceMs, this.#read(cell.suspectAfterMs));
      cells[at + cell.suspectAfterMs] = suspectAfterMs(this.rhythm);
    }
    cells[at + cell.lastBeatMs] = nowMs;
    cells[at + cell.lastBeatMachineMs] = machineMs;
    cells[at + cell.beats] = this.#read(cell.beats) + 1;
    this.ring.push(machineMs);
    const over = noteBeat(this.#minute, nowAt, sinceMs ?? 0);
    if (over !== null) this.#folds.push(over);
    return "grew";
  }

  /** Whether it has minutes that are not on disk. */
  get hasFolds(): boolean {
    return isMinuteOpen(this.#minute) || this.#folds.length > 0;
  }

  /** Minutes that are not on disk yet, the newest last; copies. */
  folds(): MinuteFold[] {
    const folds = this.#folds.map((fold) => ({ ...fold }));
    const open = openMinute(this.#minute);
    return open === null ? folds : [...folds, open];
  }

  /** The same, for whoever writes them to disk: the next beat begins anew. */
  takeFolds(): MinuteFold[] {
    const folds = this.folds();
    this.putFolds([]);
    return folds;
  }

  /** Minutes that could not be written, merged with what came since. */
  putFolds(folds: MinuteFold[]): void {
    this.#folds = folds;
    endMinute(this.#minute);
  }

  #read(which: number): number {
    return this.#cells[this.#at + which] ?? 0;
  }
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** Whether it showed itself to this process: opened, or beat. */
export function wasHeard(session: LiveSession): boolean {
  return session.openedHere || session.lastBeatMs !== null;
}

/** How long this process has heard nothing of it, ms. */
export function silentMs(session: LiveSession, nowMs: number): number {
  return nowMs - (session.lastBeatMs ?? session.listeningFromMs);
}
