import type { Clock } from "#lib/domain/clock.ts";
import { isDrillName } from "#lib/domain/drill/names.ts";
import type { DrillRecord } from "#lib/store/drill-records.ts";
import type { Commit, Store } from "#lib/store/store.ts";
import type { Gate } from "./gated-store.ts";

type Needs = Pick<Store, "all" | "onCommit" | "meta" | "setMeta">;
const floorKey = "drill.epoch-floor";
const overKey = "drill.over";
/** Operations and incidents of drills that are over, of which this is still known: the last ones. */
const overMax = 500;

/** The drill that is on, as this process knows it, and when its runner was last heard. */
export class DrillDesk implements Gate {
  readonly removed = new Set<string>();
  readonly #clock: Clock;
  #store: Needs | null = null;
  #record: DrillRecord | null = null;
  #heardMs = 0;
  #starting = false;
  #removal: Promise<number> | null = null;
  #epochFloor = 0;
  #over = new Set<string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes over the drill in the store, whose runner has its whole time again to say that it is there. */
  async start(store: Needs): Promise<void> {
    this.#store = store;
    for await (const { value } of store.all("drill")) this.#record = value;
    this.#epochFloor = Number((await store.meta(floorKey)) ?? 0);
    this.#over = new Set(JSON.parse((await store.meta(overKey)) ?? "[]") as string[]);
    this.heard();
    store.onCommit((commit) => this.#follow(commit));
  }

  get current(): DrillRecord | null {
    return this.#record;
  }

  /** Whether there is a drill whose things may be written. */
  isOn(): boolean {
    return this.#record !== null && this.#record.removing !== true;
  }

  /** Its runner said something. */
  heard(): void {
    this.#heardMs = this.#clock.monoMs();
  }

  /** How long its runner has been silent, ms of the server's monotonic clock. */
  silentMs(): number {
    return this.#clock.monoMs() - this.#heardMs;
  }

  /** One start at a time, so that there is one drill at a time. Null: there is one, or one is being started. */
  async startAlone<T>(work: () => Promise<T>): Promise<T | null> {
    if (this.#starting || this.#record !== null) return null;
    this.#starting = true;
    try {
      return await work();
    } finally {
      this.#starting = false;
    }
  }

  /** Whoever asks for the removal while one is under way waits for that one. */
  removeOnce(work: () => Promise<number>): Promise<number> {
    this.#removal ??= work().finally(() => {
      this.#removal = null;
    });
    return this.#removal;
  }

  /** The epoch above which a lease that never was begins: those of drills are taken away, and no epoch comes twice. */
  epochFloor(resource: string): number {
    return isDrillName(resource) ? this.#epochFloor : 0;
  }

  /** Whether an operation or an incident was of a drill that is over: whoever has its link is told so. */
  isOver(id: string): boolean {
    return this.#over.has(id);
  }

  /** Keeps of what is being removed nothing but its ids; on disk when this resolves. */
  async noteOver(ids: readonly string[]): Promise<void> {
    const all = [...new Set([...this.#over, ...ids])].slice(-overMax);
    await this.#store?.setMeta(overKey, JSON.stringify(all));
    this.#over = new Set(all);
  }

  /** Never goes back; on disk when this resolves. */
  async raiseEpochFloor(epoch: number): Promise<void> {
    if (epoch <= this.#epochFloor) return;
    await this.#store?.setMeta(floorKey, String(epoch));
    this.#epochFloor = epoch;
  }

  #follow({ puts, removes }: Commit): void {
    for (const { kind } of removes) if (kind === "drill") this.#record = null;
    for (const { kind, value } of puts) {
      if (kind !== "drill") continue;
      if (this.#record === null) this.heard();
      this.#record = value as DrillRecord;
    }
  }
}
