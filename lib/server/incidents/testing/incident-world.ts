import type { IncidentSample } from "#lib/domain/incidents/incident.ts";
import type { Actor } from "#lib/domain/roles.ts";
import { IncidentWatch } from "#lib/server/incidents/incident-watch.ts";
import { acquireLease } from "#lib/server/leases/acquire-lease.ts";
import { ClearWorld, resource } from "#lib/server/operations/testing/clear-world.ts";
import { beatMany } from "#lib/server/sessions/beat-session.ts";
import { openSession } from "#lib/server/sessions/open-session.ts";
import type { IncidentRecord } from "#lib/store/incident-records.ts";

const admin: Actor = { kind: "token", id: "tok_admin", name: "admin", role: "admin" };

/** A world with a guardian that died and left its lease behind, and a server that looks for incidents. */
export class IncidentWorld {
  readonly world: ClearWorld;
  #watch: IncidentWatch | null = null;

  private constructor(world: ClearWorld) {
    this.world = world;
  }

  static async open(): Promise<IncidentWorld> {
    const world = new IncidentWorld(await ClearWorld.open());
    await world.#startWatch();
    return world;
  }

  get context() {
    return this.world.context;
  }

  pass(ms: number): Promise<void> {
    return this.world.pass(ms);
  }

  /** The server dies without a word, and comes up again on what is on the disk. */
  async restart(): Promise<void> {
    this.world.server?.kill9();
    await this.world.start();
    await this.#startWatch();
  }

  /** A node whose session asks for the resource and is refused. */
  async refuse(node: string): Promise<void> {
    const refused = await this.#acquire(await this.#session(node, "orchestrator"), resource);
    if (refused === null) throw new Error("it was granted");
  }

  async #session(node: string, service: string): Promise<string> {
    const own = { node, service, instanceId: `${service}-of-${node}`, ttlMs: 10_000, processes: [] };
    const rest = { command: null, user: null, unit: null, role: "worker", resources: [] } as const;
    const body = { ...own, ...rest, resources: [] };
    return (await openSession(this.context, admin, body)).sessionId;
  }

  async #acquire(sessionId: string, what: string): Promise<unknown> {
    const ask = { sessionId, ttlMs: 10_000, onLost: "keep", lockDelayMs: 1_000, waitMs: 0 } as const;
    const waiting = { signal: () => new AbortController().signal, mayStill: async () => true };
    try {
      await acquireLease(this.context, admin, what, ask, waiting);
      return null;
    } catch (error) {
      return error;
    }
  }

  /** Every incident as it is on disk, the oldest first. */
  async incidents(): Promise<IncidentRecord[]> {
    const all: IncidentRecord[] = [];
    for await (const { value } of this.context.store.all("incident")) all.push(value);
    return all.sort((a, b) => a.openedAt - b.openedAt);
  }

  /** The one that there is; throws unless it is one. */
  async only(): Promise<IncidentRecord> {
    const all = await this.incidents();
    const [one] = all;
    if (one === undefined || all.length > 1) throw new Error(`there are ${all.length}`);
    return one;
  }

  /** What its timeline tells of incidents, the oldest first. */
  async told(): Promise<string[]> {
    const events = await this.context.store.events({ kind: "incident.", limit: 100 });
    return events.map(({ kind }) => kind.replace("incident.", "")).reverse();
  }

  async samples(id: string): Promise<IncidentSample[]> {
    const all: IncidentSample[] = [];
    for await (const { value } of this.context.store.all("incident-minute")) {
      if (value.incidentId === id) all.push(...value.samples);
    }
    return all;
  }

  /** Somebody takes the resource and beats until it dies. */
  async guard(service: string): Promise<{ die(): void }> {
    const { context } = this;
    const sessionId = await this.#session("node-8", service);
    for (let tries = 0; ; tries += 1) {
      const refused = await this.#acquire(sessionId, resource);
      if (refused === null) break;
      if (tries > 60) throw refused;
      await this.pass(1_000);
    }
    let isDead = false;
    let counter = 0;
    const beat = () => {
      if (isDead || this.world.server?.isDead !== false) return;
      counter += 1;
      beatMany(context, admin, { beats: [{ sessionId, counter }] });
      this.world.time.setTimer(1_000, beat);
    };
    beat();
    return {
      die: () => {
        isDead = true;
      },
    };
  }

  async #startWatch(): Promise<void> {
    const { context } = this;
    const { server } = this.world;
    const setTimer = (ms: number, run: () => void) =>
      this.world.time.setTimer(ms, () => {
        if (server?.isDead === false) run();
      });
    this.#watch = await IncidentWatch.open(context, setTimer);
    this.#watch.start();
  }
}
