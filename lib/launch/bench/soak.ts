import type { CDPSession, Page } from "@playwright/test";
import { pageMemory, withBrowser } from "./browser.ts";
import { type BenchServer, restartBenchServer, startBenchServer } from "./server.ts";
import { SoakLoad } from "./soak-load.ts";
import { compare, type Row } from "./stats.ts";

const updates = 100_000;
/** Rings, caches and compiled code fill up first. */
const warmUpUpdates = 20_000;
const looks = 8;
const silenceMs = 17_000;
const settleMs = 2_500;

interface Sample {
  heapMb: number;
  nodes: number;
  listeners: number;
}

/**
 * A day of a wall, compressed: a real browser shows it while 100,000 rows change, its server is killed and started again
 * twice, and says nothing for longer than it may once. What it holds then, thoroughly collected, against what it held
 * when it was warm. The page is never loaded again.
 */
export async function benchSoak(): Promise<Row[]> {
  let server = await startBenchServer();
  try {
    return await withBrowser(async (browser) => {
      const { page, cdp } = await browser.open(server, { width: 1920, height: 1080 });
      let load = await SoakLoad.start(server);
      await page.goto(`${server.url}/wall`);
      await page.locator("html[data-feed=fresh]").waitFor();
      await page.evaluate(() => Reflect.set(window, "sameLoad", true));
      const restart = async () => {
        load.stop();
        server = await restartBenchServer(server);
        load = await SoakLoad.start(server, load.oldest + 1_000);
      };
      await load.run(warmUpUpdates / 2);
      await restart();
      await load.run(warmUpUpdates / 2);
      const samples = [await sample(page, cdp)];
      let done = 0;
      for (let look = 1; look <= looks; look += 1) {
        done += await load.run(updates / looks);
        if (look === 3) await silence(server, page);
        if (look === 5) await restart();
        samples.push(await sample(page, cdp));
      }
      load.stop();
      if (!(await page.evaluate(() => Reflect.has(window, "sameLoad"))))
        throw new Error("the wall was loaded again");
      return rows(samples, done);
    });
  } finally {
    await server.stop();
  }
}

/** The network swallows all for longer than data may be old: the wall says so, and comes back by itself. */
async function silence({ child }: BenchServer, page: Page): Promise<void> {
  child.kill("SIGSTOP");
  try {
    await page.locator("html[data-feed=stale]").waitFor({ timeout: silenceMs * 2 });
  } finally {
    child.kill("SIGCONT");
  }
}

async function sample(page: Page, cdp: CDPSession): Promise<Sample> {
  await page.locator("html[data-feed=fresh]").waitFor();
  // What was sent is painted, and what was asked for again has come.
  await page.waitForTimeout(settleMs);
  return await pageMemory(cdp);
}

function rows(samples: readonly Sample[], done: number): Row[] {
  const [warm, end] = [samples[0], samples.at(-1)];
  if (warm === undefined || end === undefined) return [];
  const course = (value: (of: Sample) => string) => samples.map(value).join(" → ");
  const rounded = done.toLocaleString("en-US");
  return [
    compare({
      measure: `wall: heap after ${rounded} updates, two crashes of the server, one silence`,
      ours: end.heapMb,
      peer: warm.heapMb,
      peerName: "when warm",
      unit: "MB",
      atMost: 1.1,
      note: course(({ heapMb }) => heapMb.toFixed(1)),
    }),
    compare({
      measure: "wall: DOM nodes then",
      ours: end.nodes,
      peer: warm.nodes,
      peerName: "when warm",
      unit: "",
      atMost: 1.1,
      note: `${course(({ nodes }) => String(nodes))}; listeners ${course(({ listeners }) => String(listeners))}`,
    }),
  ];
}
