import { isDrillName } from "#lib/domain/drill/names.ts";
import { canBeAccepted } from "#lib/domain/incidents/can.ts";
import { type Placed, placeSignals } from "#lib/domain/incidents/placing.ts";
import { isDrillIncident } from "#lib/domain/incidents/realm.ts";
import type { LiveSignal } from "#lib/domain/incidents/sight.ts";
import { SignalBook } from "#lib/domain/incidents/signal-book.ts";
import { limits } from "#lib/domain/limits.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import type { SetTimer } from "#lib/server/leases/lease-worker.ts";
import type { IncidentRecord } from "#lib/store/incident-records.ts";
import { FleetRing } from "./fleet-ring.ts";
import { IncidentFacts } from "./incident-facts.ts";
import { IncidentMover, type Look } from "./incident-mover.ts";

/** Changes that come within this time are looked at together. */
const gatherMs = 150;

/**
 * Looks at the fleet after each change and at every tick, and opens, moves and ends incidents by the rules. Everything
 * that it decides is on disk; what it only remembers (for how long something lasts or is over) begins anew after a restart,
 * and until the grace period is over nothing is concluded at all.
 */
export class IncidentWatch {
  readonly #context: ServerContext;
  readonly #setTimer: SetTimer;
  readonly #book = new SignalBook();
  readonly #ring = new FleetRing();
  /** Incidents of signals that are on. */
  readonly #homes = new Map<string, string>();
  readonly #facts: IncidentFacts;
  readonly #mover: IncidentMover;
  #cancelLook: (() => void) | null = null;
  #cancelTick: () => void = () => {};
  #looking: Promise<void> | null = null;
  #again = false;
  #stopped = true;

  private constructor(context: ServerContext, setTimer: SetTimer, facts: IncidentFacts) {
    this.#context = context;
    this.#setTimer = setTimer;
    this.#facts = facts;
    this.#mover = new IncidentMover(context, facts, this.#ring);
    facts.onChange(() => this.#soon());
  }

  /** Takes over what is known, and follows the log from then on; to be done before anything is served. */
  static async open(context: ServerContext, setTimer: SetTimer): Promise<IncidentWatch> {
    const watch = new IncidentWatch(context, setTimer, await IncidentFacts.open(context));
    context.store.onCommit(({ removes }) => {
      if (removes.some(({ kind }) => kind === "drill")) watch.#forgetDrill();
    });
    return watch;
  }

  start(): void {
    this.#stopped = false;
    this.#tick();
  }

  /** Waits for the look under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancelTick();
    this.#cancelLook?.();
    await this.#looking;
  }

  #soon(): void {
    if (this.#stopped || this.#cancelLook !== null) return;
    this.#cancelLook = this.#setTimer(gatherMs, () => {
      this.#cancelLook = null;
      this.#start();
    });
  }

  #tick(): void {
    this.#cancelTick = this.#setTimer(limits.incidentWatchMs, () => {
      if (this.#stopped) return;
      this.#start();
      this.#tick();
    });
  }

  /** One look at a time; what comes meanwhile makes it look again. */
  #start(): void {
    if (this.#stopped) return;
    if (this.#looking !== null) {
      this.#again = true;
      return;
    }
    this.#looking = this.#look()
      // Nothing is half done, because each move is one write; the next look tries again.
      .catch((error: unknown) => {
        if (error instanceof ApiError || this.#stopped) return;
        this.#context.log.error({ err: error }, "incidents could not be looked at");
      })
      .finally(() => {
        this.#looking = null;
        if (!this.#again) return;
        this.#again = false;
        this.#soon();
      });
  }

  async #look(): Promise<void> {
    const { clock, store, grace, incidents } = this.#context;
    if (store.readOnlyReason() !== null) return;
    const nowMs = clock.monoMs();
    const nowAt = clock.wallMs();
    this.#ring.note(this.#facts.fleet, nowAt);
    if (!this.#context.drills.isOn()) this.#ring.forget("drill");
    if (nowMs < grace.untilMonoMs) return;
    const sights = this.#facts.sights((key) => this.#book.isOn(key));
    const live = this.#book.look(sights, nowMs, nowAt).filter((signal) => this.#concerns(signal));
    if (live.length === 0 && incidents.unresolved().next().done === true) return;
    await incidents.inTurn(() => this.#act(live, { nowMs, nowAt, book: this.#book }));
  }

  /** The next drill has things of the same names, and none of them was wrong before it began. */
  #forgetDrill(): void {
    this.#ring.forget("drill");
    this.#book.forget(isOfDrill);
  }

  /** A drill that is being removed is not to leave anything behind. */
  #concerns(signal: LiveSignal): boolean {
    return this.#context.drills.isOn() || !isOfDrill(signal);
  }

  async #act(live: readonly LiveSignal[], look: Look): Promise<void> {
    const { incidents, drills } = this.#context;
    const mover = this.#mover;
    const groups = this.#placed(live, look.nowAt);
    for (const { id } of [...incidents.unresolved()].filter(
      (one) => drills.isOn() || !isDrillIncident(one),
    )) {
      if (!groups.some(({ into, merges }) => into === id || merges.includes(id))) groups.push(quiet(id));
    }
    for (const group of groups) {
      const id = await mover.place(group, look);
      if (id !== null) for (const { key } of group.signals) this.#homes.set(key, id);
    }
    this.#forget(live);
  }

  /** Where signals belong. Those that have a home keep it, so that only new ones have to be placed. */
  #placed(live: readonly LiveSignal[], nowAt: number): Placed[] {
    const { incidents, drills } = this.#context;
    const homes = new Map<string, LiveSignal[]>();
    const homeless: LiveSignal[] = [];
    for (const signal of live) {
      const home = incidents.find(this.#homes.get(signal.key) ?? "");
      if (home === undefined || home.state === "resolved") homeless.push(signal);
      else if (homes.get(home.id)?.push(signal) === undefined) homes.set(home.id, [signal]);
    }
    const keys = new Set(homeless.map(({ key }) => key));
    const counts = (one: IncidentRecord) => isLate(one, nowAt) || isAcceptance(one, keys);
    const late = homeless.length === 0 ? [] : [...incidents.all()].filter(counts);
    const possible = late.filter((one) => drills.isOn() || !isDrillIncident(one));
    const placed = homeless.length === 0 ? [] : placeSignals(possible, homeless, nowAt);
    const groups = placed.map((group): Placed => {
      const ids = [...(group.into === null ? [] : [group.into]), ...group.merges];
      const own = ids.flatMap((id) => homes.get(id) ?? []);
      for (const id of ids) homes.delete(id);
      return own.length === 0 ? group : { ...group, signals: [...own, ...group.signals] };
    });
    return [...groups, ...[...homes].map(([id, signals]): Placed => ({ ...quiet(id), signals }))];
  }

  #forget(live: readonly LiveSignal[]): void {
    const current = [...this.#context.incidents.unresolved()];
    const keys = new Set(live.map(({ key }) => key));
    for (const key of this.#homes.keys()) if (!keys.has(key)) this.#homes.delete(key);
    this.#book.keep(new Set(current.flatMap(({ signals }) => signals.map(({ key }) => key))));
    this.#mover.keep(new Set(current.map(({ id }) => id)));
  }
}

function isOfDrill({ resource, node }: Pick<LiveSignal, "resource" | "node">): boolean {
  return isDrillName(resource) || isDrillName(node);
}

/** An incident of which nothing new is seen. */
function quiet(id: string): Placed {
  return { into: id, reopens: false, merges: [], signals: [] };
}

/** Not over, or so lately that it can begin again. */
function isLate({ resolvedAt }: IncidentRecord, nowAt: number): boolean {
  return resolvedAt === null || nowAt - resolvedAt <= limits.incidentReopenMs;
}

/** A person may have left one of these as it is, which holds for as long as it lasts. */
function isAcceptance({ signals }: IncidentRecord, keys: ReadonlySet<string>): boolean {
  return signals.some(({ key, rule }) => canBeAccepted(rule) && keys.has(key));
}
