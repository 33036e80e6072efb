import type { ProcessIdentity } from "#lib/domain/identity.ts";

/** A process as it is in truth, which only the simulation knows. */
export interface SimProcess {
  identity: ProcessIdentity;
  alive: boolean;
  /** It does not run (SIGSTOP, a long pause of the machine): alive, and silent. */
  stopped: boolean;
}

/** A host with its processes and its agent's connection. */
export class SimHost {
  readonly node: string;
  readonly #processes = new Map<number, SimProcess>();
  #boot = 1;
  #nextPid = 100;
  #ticks = 1;

  constructor(node: string) {
    this.node = node;
  }

  get bootId(): string {
    return `boot-${this.node}-${this.#boot}`;
  }

  /** Starts a process; now and then with the number of one that is dead. */
  start(instanceId: string, reusePid: number | null = null): SimProcess {
    this.#ticks += 7;
    const pid = reusePid ?? this.#nextPid++;
    const identity = {
      node: this.node,
      bootId: this.bootId,
      pidNs: "pid:[1]",
      pid,
      startTime: this.#ticks,
      instanceId,
    };
    const process = { identity, alive: true, stopped: false };
    this.#processes.set(pid, process);
    return process;
  }

  /** The machine goes down and comes up: nobody survives. */
  reboot(): void {
    for (const process of this.#processes.values()) process.alive = false;
    this.#processes.clear();
    this.#boot += 1;
    this.#nextPid = 100;
  }

  /** What an agent on this host can say of a process. */
  look(asked: ProcessIdentity): "alive" | "gone" | "reused" | "other-boot" {
    if (asked.bootId !== this.bootId) return "other-boot";
    const there = this.#processes.get(asked.pid);
    if (there === undefined || !there.alive) return "gone";
    return there.identity.startTime === asked.startTime ? "alive" : "reused";
  }
}
