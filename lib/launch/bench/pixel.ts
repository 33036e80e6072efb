import { dirname } from "node:path";
import type { Page } from "@playwright/test";
import { withBrowser } from "./browser.ts";
import { endsWithin } from "./ends-within.ts";
import { startEtcd } from "./etcd.ts";
import { etcdWatchMs } from "./etcd-watch.ts";
import { Locker } from "./locker.ts";
import { OpenStreams } from "./open-streams.ts";
import type { BenchServer } from "./server.ts";
import { compare, percentile, type Row, within } from "./stats.ts";

const lock = "pixel.conf";
const streams = 1_000;
const rounds = 100;
const warmUps = 10;
const frameMs = 1_000 / 60;
const paintedMs = 30_000;

declare global {
  interface Window {
    /** Set by the benchmark: resolves with the wall time, ms, at which a change of a lock's row had been painted. */
    painted?: Promise<number>;
  }
}

/**
 * From asking for a lease until a real browser on the lock table has painted who holds it, while 1,000 streams are open, and
 * a put of etcd until its watch has told of it, with as many watches, and one frame to paint it.
 */
export async function benchPixel(server: BenchServer): Promise<Row[]> {
  const ours = await pixelMs(server);
  const etcd = await startEtcd(dirname(server.dataDir));
  const watch = etcd === null ? null : await etcdWatchMs(etcd.port, streams, rounds).finally(etcd.stop);
  const p95 = percentile(ours, 0.95);
  return [
    compare({
      measure: `commit → pixel, p95, ${streams.toLocaleString("en-US")} open streams`,
      ours: p95,
      peer: watch === null ? null : percentile(watch, 0.99) + frameMs,
      peerName: "etcd put → watch p99 + a frame",
      unit: "ms",
      atMost: 5,
      note: "from the request on; etcd's watches over its JSON gateway, which costs it more than gRPC would",
    }),
    within({
      measure: "commit → pixel, p95",
      ours: p95,
      unit: "ms",
      atMost: 100,
      note: `median ${percentile(ours, 0.5).toFixed(1)} ms of ${rounds}`,
    }),
  ];
}

async function pixelMs(server: BenchServer): Promise<number[]> {
  const target = { port: server.port, path: "/api/v1/stream", headers: server.headers };
  // The browser's own is the last.
  const open = await OpenStreams.open(target, streams - 1, "event: hello");
  const locker = await Locker.open(server);
  try {
    await locker.giveBack(lock, await locker.take(lock));
    return await withBrowser(async (browser) => {
      const { page } = await browser.open(server);
      await page.goto(`${server.url}/locks`);
      await page.locator(`[data-lock="native/${lock}"]`).waitFor();
      await page.locator("html[data-feed=fresh]").waitFor();
      const ms: number[] = [];
      for (let i = 0; i < warmUps + rounds; i += 1) {
        let epoch = 0;
        ms.push(
          await paintMs(page, true, async () => {
            epoch = await locker.take(lock);
          }),
        );
        await paintMs(page, false, () => locker.giveBack(lock, epoch));
      }
      return ms.slice(warmUps);
    });
  } finally {
    locker.close();
    open.close();
  }
}

/** Until the row shows its holder, or none. Both clocks are the machine's wall clock, in whole milliseconds. */
async function paintMs(page: Page, held: boolean, trigger: () => Promise<unknown>): Promise<number> {
  await page.evaluate(watchRow, { id: `native/${lock}`, holder: Locker.node, held });
  const asked = Date.now();
  await trigger();
  const painted = page.evaluate(() => window.painted);
  return ((await endsWithin(paintedMs, "the row's new holder", painted)) ?? Number.NaN) - asked;
}

/** Runs in the page. A task that is posted in a frame runs when the frame has been painted. */
function watchRow({ id, holder, held }: { id: string; holder: string; held: boolean }): void {
  window.painted = new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      const row = document.querySelector(`[data-lock="${id}"]`);
      if (row?.textContent.includes(holder) !== held) return;
      observer.disconnect();
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve(Date.now());
        channel.port2.postMessage(null);
      });
    });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}
