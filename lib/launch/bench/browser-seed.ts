import type { KernelLock } from "#lib/contract/agent.ts";
import { type FakeNode, heldLock, startFakeNode } from "#lib/launch/testing/fake-node.ts";
import { Connection } from "./http-load.ts";
import type { BenchServer } from "./server.ts";

const beatEveryMs = 2_000;

/** A flock in good order, with this many processes that wait for it. */
export function benchLock(node: string, number: number, waiting: number): KernelLock {
  const resource = `plan-${String(number).padStart(6, "0")}.conf`;
  const path = `/srv/locks/group-${number % 50}/${resource}`;
  return heldLock(node, number, resource, { path, command: `writer-${number % 97}`, waiting });
}

/** A node whose agent reports what it is told to, over a connection of its own. It beats until it is stopped. */
export async function startBenchNode(
  server: BenchServer,
  node: string,
  locks: readonly KernelLock[],
): Promise<FakeNode> {
  const lane = new Connection(server.port, server.headers);
  const fake = await startFakeNode((path, body) => lane.post(path, body), node, locks, beatEveryMs);
  return {
    ...fake,
    stop: () => {
      fake.stop();
      lane.close();
    },
  };
}
