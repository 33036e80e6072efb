import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Wake } from "#lib/client/waiting/wake.ts";
import type { Order } from "#lib/contract/orders.ts";
import { realHands } from "#lib/sources/kernel/clear/hands.ts";
import { readHostView } from "#lib/sources/kernel/host-view.ts";
import { monotonicMs } from "#lib/sources/kernel/monotonic.ts";
import { readStat } from "#lib/sources/kernel/process-facts.ts";
import { ProcFs } from "#lib/sources/kernel/procfs.ts";
import { nextLine, RealHost, until } from "#lib/sources/kernel/testing/real-host.ts";
import { ClearPart } from "./clear-part.ts";
import { ClearJournal } from "./journal.ts";

let host: RealHost;
beforeEach(() => {
  host = new RealHost();
});
afterEach(() => host.end());

const proc = new ProcFs();
const onHost = test.skipIf(readHostView(proc, { uid: 0, groups: [] }).scope !== "host");
const program = fileURLToPath(new URL("./testing/clear-and-hang.ts", import.meta.url));

onHost(
  "an agent killed with -9 over stopped holders: they go on by themselves, and the next one says so",
  async () => {
    const holder = host.start("flock", [host.file("aim.conf"), "sleep", "600"]);
    const { lock } = await host.scanUntil("aim.conf", (l) => l.holders.length === 2);
    const holders = lock.holders.map(({ process: { pid, startTime } }) => ({ pid, startTime }));
    for (const { pid } of holders) host.alsoEnd(pid);
    const order: Order = {
      kind: "end-holders",
      orderId: "op-9/end",
      operationId: "op-9",
      key: lock.key,
      holders,
      killAfterMs: null,
      remainingMs: 60_000,
    };
    const journal = `${host.folder}/clears`;
    const agent = host.start(process.execPath, [program, journal, "boot", JSON.stringify(order)]);
    expect(await nextLine(agent)).toBe("stopped");
    for (const { pid } of holders) expect(readStat(proc, pid)).toMatchObject({ state: "T" });
    agent.kill("SIGKILL");
    await until("the death of the agent", () => agent.signalCode);

    // Before any agent comes back: nobody stays stopped for want of one.
    for (const { pid } of holders) {
      await until("a process that goes on", () => {
        const now = readStat(proc, pid);
        return typeof now === "string" || now.state !== "T" || null;
      });
    }

    const next = new ClearPart({
      journal: new ClearJournal(journal),
      bootId: "boot",
      reported: () => true,
      hands: realHands(),
      nowMs: monotonicMs,
      wake: new Wake(),
      log: () => {},
      signal: new AbortController().signal,
    });
    next.take([order], monotonicMs());
    await next.idle();
    expect(next.draft()?.results).toMatchObject([
      { orderId: "op-9/end", outcome: "failed", text: expect.stringContaining("interrupted") },
    ]);
    for (const { pid, startTime } of holders) expect(readStat(proc, pid)).toMatchObject({ startTime });
    expect(holder.exitCode).toBeNull();
  },
);
