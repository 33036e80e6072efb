import type { ServerContext } from "#lib/server/context.ts";
import { checkLease } from "#lib/server/leases/check-lease.ts";
import { FakeTime } from "#lib/server/sessions/testing/fake-time.ts";
import { MemoryDisk } from "#lib/store/testing/memory-disk.ts";
import { Invariants } from "./invariants.ts";
import { SeededRandom } from "./random.ts";
import { SimAgent } from "./sim-agent.ts";
import { SimCommander } from "./sim-commander.ts";
import { SimNet } from "./sim-net.ts";
import { SimHost, type SimProcess } from "./sim-process.ts";
import { SimServer } from "./sim-server.ts";
import { resource, SimService } from "./sim-service.ts";

const roundMs = 1_000;
const activeMs = 40_000;
/** After everything is well again: time for holds, quarantines and admissions to end. */
const healMs = 150_000;

/** A rule that is broken on purpose. */
export interface Mutation {
  server?: (context: ServerContext) => void;
  /** Units count no time of their own: they run again only when they are told to. */
  noDeadMan?: true;
}

export interface SimResult {
  breach: string | null;
  counts: Invariants["counts"];
}

/** One life of a small fleet with its commanders, all of it decided by the seed. */
export class Simulation {
  readonly #random: SeededRandom;
  readonly #time = new FakeTime();
  readonly #disk = new MemoryDisk();
  readonly #invariants = new Invariants(() => this.#time.monoMs());
  readonly #hosts = [new SimHost("node-7"), new SimHost("node-8")] as const;
  readonly #nets: SimNet[];
  readonly #agents: SimAgent[];
  readonly #services: SimService[];
  readonly #commander: SimCommander;
  /** How much goes wrong in this life: what is to be shown happens more often where not everything fails. */
  readonly #badness: number;
  #server: SimServer | null = null;
  #starting = false;
  #ids = 0;
  #calm = false;

  readonly #mutate: Mutation;

  private constructor(seed: number, mutate: Mutation) {
    this.#mutate = mutate;
    this.#random = new SeededRandom(seed);
    this.#badness = this.#random.pick([0.1, 0.4, 1]);
    const net = () => new SimNet(this.#time, this.#random, () => this.#server);
    const [seven, eight] = this.#hosts;
    const people = net();
    this.#nets = [net(), net(), people];
    this.#agents = this.#hosts.map((host, place) => new SimAgent(host, this.#nets[place] ?? people));
    this.#services = [
      this.#service("guardian", "guardian", "keep", seven, 0),
      this.#service("orchestrator", "orchestrator", "release", eight, 1),
      this.#service("watchdog", "watchdog", "keep", eight, 1),
      this.#service("worker", "worker", "release", seven, 0),
    ];
    this.#commander = new SimCommander(people, this.#random);
  }

  /** Runs one seed to its end. `mutate` breaks a rule on purpose, to show that it would be noticed. */
  static async run(seed: number, mutate: Mutation = {}): Promise<SimResult> {
    return new Simulation(seed, mutate).#run();
  }

  async #run(): Promise<SimResult> {
    await this.#start();
    await this.#pass(activeMs);
    await this.#heal();
    await this.#pass(healMs, () => this.#isQuiet());
    this.#checkEnd();
    const { breach, counts } = this.#invariants;
    return { breach, counts };
  }

  #service(
    name: string,
    role: "guardian" | "orchestrator" | "watchdog" | "worker",
    onLost: "keep" | "release",
    host: SimHost,
    place: number,
  ): SimService {
    return new SimService({
      name,
      role,
      onLost,
      host,
      net: this.#nets[place] as SimNet,
      time: this.#time,
      random: this.#random,
      deadMan: this.#mutate.noDeadMan !== true,
      onSession: (id, process) => this.#invariants.owns(id, process),
      write: (epoch, by) => this.#write(epoch, by),
    });
  }

  /** The guarded resource asks whether the epoch is the newest, and then writes. */
  async #write(epoch: number, by: SimProcess): Promise<void> {
    const server = this.#server;
    if (server === null || server.isDead) return;
    const answer = await checkLease(server.context, resource, epoch).catch(() => null);
    if (answer?.valid === true) this.#invariants.wrote(epoch, by);
    else this.#invariants.counts.refusedWrites += 1;
  }

  async #start(): Promise<void> {
    this.#starting = true;
    this.#server = await SimServer.start({
      disk: this.#disk,
      time: this.#time,
      newId: (prefix) => `${prefix}_${++this.#ids}`,
      onCommit: (commit) => this.#invariants.commit(commit),
      onTrouble: (text) => this.#invariants.broken(`the server logged: ${text}`),
    });
    this.#mutate.server?.(this.#server.context);
    this.#starting = false;
  }

  async #pass(ms: number, isDone: () => boolean = () => false): Promise<void> {
    for (let passed = 0; passed < ms && this.#invariants.breach === null && !isDone(); passed += roundMs) {
      if (!this.#calm) this.#trouble();
      if (this.#server?.isDead === true && !this.#starting) await this.#start();
      for (const agent of this.#agents) this.#go(agent.round(() => this.#time.monoMs()));
      for (const service of this.#services) this.#go(service.round());
      if (!this.#calm && this.#random.chance(0.5)) this.#go(this.#commander.act());
      await this.#time.advance(roundMs, settle);
      for (const service of this.#services)
        if (service.isPaused) this.#invariants.paused(service.process.identity.instanceId, service.heldBy);
    }
  }

  #go(work: Promise<unknown>): void {
    work.catch((error: unknown) =>
      this.#invariants.broken(error instanceof Error ? (error.stack ?? "") : `${error}`),
    );
  }

  /** What goes wrong in this round. */
  #trouble(): void {
    const random = this.#random;
    const bad = this.#badness;
    for (const net of this.#nets) {
      net.cut = random.chance(net.cut ? 0.9 : 0.025 * bad);
      if (random.chance(0.1 * bad)) net.trouble = random.pick([0, 0, 0.3, 1]);
    }
    for (const service of this.#services) this.#troubleOf(service);
    for (const agent of this.#agents) if (random.chance(0.01 * bad)) agent.restart();
    if (random.chance(0.005 * bad)) this.#hosts[random.between(0, 1)]?.reboot();
    if (random.chance(0.01 * bad)) {
      this.#time.jumpWall(random.pick([3_600_000, -3_600_000, 5_000, -5_000]));
      this.#invariants.jumped();
    }
    if (random.chance(0.03 * bad))
      this.#server?.killIn(random.between(1, 5), random.pick(["before", "after"]));
  }

  #troubleOf(service: SimService): void {
    const random = this.#random;
    const bad = this.#badness;
    const { process } = service;
    if (!process.alive) {
      if (random.chance(0.04)) service.revive(random.chance(0.3));
    } else if (random.chance(0.035)) service.kill();
    else if (process.stopped) process.stopped = random.chance(0.8);
    else if (random.chance(0.02 * bad)) process.stopped = true;
  }

  /** Everything works again, and nobody asks for anything new. */
  async #heal(): Promise<void> {
    this.#calm = true;
    for (const net of this.#nets) Object.assign(net, { cut: false, trouble: 0 });
    for (const service of this.#services) {
      service.process.stopped = false;
      if (!service.process.alive) service.revive(false);
    }
    await this.#pass(5_000);
    // What still waits for people would wait for a quarter of an hour; also what a late copy of a request has made.
    for (let turn = 0; turn < 3; turn += 1) {
      for (const { id, state } of this.#server?.context.operations.active() ?? []) {
        if (state === "planned" || state === "waiting") this.#go(this.#commander.abort(id));
      }
      await this.#pass(roundMs);
    }
  }

  #isQuiet(): boolean {
    const open = this.#server?.context.operations.active() ?? [];
    return open.length === 0 && this.#services.every((service) => !service.isPaused);
  }

  #checkEnd(): void {
    for (const { id, state, sentence, spec } of this.#server?.context.operations.active() ?? []) {
      this.#invariants.broken(`operation ${id} (${spec.kind}) is stuck in ${state}: ${sentence}`);
    }
    for (const service of this.#services) {
      if (service.isPaused) this.#invariants.broken(`${service.process.identity.instanceId} is still paused`);
    }
  }
}

/** Lets everything that can go on now go on: the simulation has no other source of events. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
