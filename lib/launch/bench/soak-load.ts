import type { FakeNode } from "#lib/launch/testing/fake-node.ts";
import { benchLock, startBenchNode } from "./browser-seed.ts";
import { Connection } from "./http-load.ts";
import type { BenchServer } from "./server.ts";

const nodes = 8;
const locksOfNode = 250;
const turnover = 40;
const clients = 8;
const roundsOfClient = 5;

interface Lane {
  connection: Connection;
  sessionId: string;
  name: string;
}

/**
 * A day of a fleet, compressed: kernel locks come, change and go on some nodes, leases are taken and given back, always
 * by new names for the one and the same names for the other. What is there at once stays as much as it was, so whoever
 * looks on has no reason to grow.
 */
export class SoakLoad {
  readonly #agents: FakeNode[];
  readonly #lanes: Lane[];
  /** The oldest lock number of each node; the next one begins where the window ends. */
  #oldest: number;

  private constructor(agents: FakeNode[], lanes: Lane[], oldest: number) {
    this.#agents = agents;
    this.#lanes = lanes;
    this.#oldest = oldest;
  }

  /** `oldest`: where an earlier load left off, so that no number comes twice. */
  static async start(server: BenchServer, oldest = 0): Promise<SoakLoad> {
    const agents = await Promise.all(
      Array.from({ length: nodes }, (_, node) =>
        startBenchNode(server, `soak-${node}`, window(node, oldest, oldest + locksOfNode)),
      ),
    );
    const lanes = await Promise.all(
      Array.from({ length: clients }, async (_, i) => {
        const connection = new Connection(server.port, server.headers);
        const { sessionId } = await connection.post<{ sessionId: string }>("/api/v1/sessions", {
          node: `soak-${i % nodes}`,
          service: `writer-${i}`,
          instanceId: `soak-writer-${i}`,
          ttlMs: 600_000,
        });
        return { connection, sessionId, name: `soak-${i}.conf` };
      }),
    );
    return new SoakLoad(agents, lanes, oldest);
  }

  get oldest(): number {
    return this.#oldest;
  }

  /** Goes on until so many rows have changed; how many it were. */
  async run(updates: number): Promise<number> {
    let done = 0;
    while (done < updates) {
      const some = await Promise.all([
        ...this.#agents.map((agent, node) => this.#turn(agent, node)),
        ...this.#lanes.map((lane) => lease(lane)),
      ]);
      this.#oldest += turnover;
      for (const count of some) done += count;
    }
    return done;
  }

  stop(): void {
    for (const agent of this.#agents) agent.stop();
    for (const { connection } of this.#lanes) connection.close();
  }

  /** The oldest locks of a node go, as many come, and those in the middle get or lose somebody who waits. */
  async #turn(agent: FakeNode, node: number): Promise<number> {
    const [oldest, next] = [this.#oldest, this.#oldest + locksOfNode];
    const came = window(node, next, next + turnover);
    const middle = oldest + turnover * 2;
    const waits = (oldest / turnover) % 2;
    const changed = window(node, middle, middle + turnover, waits);
    const gone = window(node, oldest, oldest + turnover);
    await agent.report(
      [...came, ...changed],
      gone.map(({ key }) => key),
    );
    return came.length + changed.length + gone.length;
  }
}

function window(node: number, from: number, to: number, waiting = 0) {
  return Array.from({ length: to - from }, (_, i) => benchLock(`soak-${node}`, from + i, waiting));
}

async function lease({ connection, sessionId, name }: Lane): Promise<number> {
  for (let i = 0; i < roundsOfClient; i += 1) {
    const path = `/api/v1/leases/${name}`;
    const { epoch } = await connection.post<{ epoch: number }>(`${path}/acquire`, { sessionId });
    await connection.post(`${path}/release`, { sessionId, epoch });
  }
  return roundsOfClient * 2;
}
