import { expect, test } from "vitest";
import { acquireLease } from "#lib/server/leases/acquire-lease.ts";
import { ada, agentOfNode, ClearWorld, resource } from "#lib/server/operations/testing/clear-world.ts";
import { beatMany } from "#lib/server/sessions/beat-session.ts";
import { openSession } from "#lib/server/sessions/open-session.ts";
import { kernelLock, kernelProcess } from "#lib/server/testing/records.ts";

const node = "node-7";
const watchdogPid = 3_000;
const command = "/opt/app/.bin/node /opt/app/main.ts guard --server http://127.0.0.1:1 --watchdog";

/** The file's flock, held by these, as a scan shows it. */
function flock(...pids: number[]) {
  const lock = kernelLock(node, "flock/8:1:99/0-EOF", pids);
  const holders = lock.holders.map((holder) => ({ ...holder, process: { ...holder.process, command } }));
  return { ...lock, holders };
}

/** A clear of the lease whose successor, the watchdog, takes it while `pids` hold the flock of the same resource. */
async function clearedWith(...pids: number[]) {
  const world = await ClearWorld.open();
  const body = { node, service: "watchdog", instanceId: "watchdog-1", ttlMs: 3_600_000, command } as const;
  const { sessionId } = await openSession(world.context, agentOfNode, {
    ...body,
    user: null,
    unit: null,
    processes: [{ ...kernelProcess(node, watchdogPid), instanceId: "watchdog-1" }],
    role: "watchdog",
    resources: [resource],
  });
  const successor = { node, service: "watchdog" };
  const spec = { kind: "clear", source: "native", key: resource, successor, killAfterMs: null } as const;
  const clear = await world.planOf(spec, ada);
  await world.confirm(clear);
  await world.acknowledge(clear);
  for (let i = 0; (await world.lease())?.quarantine?.phase !== "admitting" && i < 60; i += 1)
    await world.pass(500);
  const ask = { sessionId, ttlMs: 60_000, onLost: "keep", lockDelayMs: 0, waitMs: 0 } as const;
  const waiting = { signal: () => new AbortController().signal, mayStill: async () => true };
  await acquireLease(world.context, agentOfNode, resource, ask, waiting);
  world.locks = [flock(...pids)];
  await world.pass(1_000);
  beatMany(world.context, agentOfNode, { beats: [{ sessionId, counter: 1 }] });
  await world.pass(1_000);
  const done = await world.operation(clear.id);
  expect(done?.state).toBe("done");
  return { text: done?.result?.text, ...done?.result };
}

test("what the successor itself holds at the kernel is its takeover, and not still held", async () => {
  const { text, outcome, verified, notVerified } = await clearedWith(watchdogPid);
  expect(text).toBe("Cleared, and the successor is verified.");
  expect(outcome).toBe("cleared");
  expect(verified?.join(" ")).toContain("Held by the successor as well: kernel on node-7");
  expect(notVerified?.join(" ")).not.toContain("still held");
});

test("somebody else who holds it at the kernel is named, by the first words of its command", async () => {
  for (const pids of [[4_000], [watchdogPid, 4_000]]) {
    const { text, outcome, notVerified } = await clearedWith(...pids);
    expect(text).toContain(
      "Still held at kernel on node-7, /etc/aim_lock_config.conf by node main.ts guard (PID",
    );
    expect(text).not.toContain("--");
    expect(outcome).toBe("cleared-held-elsewhere");
    expect(notVerified?.join(" ")).toContain("Other layers are still held");
  }
});
