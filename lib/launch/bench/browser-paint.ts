import type { Page } from "@playwright/test";
import { type BenchBrowser, withBrowser } from "./browser.ts";
import { benchLock, startBenchNode } from "./browser-seed.ts";
import { builtEmptyApp, withEmptyApp } from "./empty-app.ts";
import { type BenchServer, startBenchServer } from "./server.ts";
import { compare, median, type Row, within } from "./stats.ts";

const locks = 10_000;
const rounds = 7;
/** Long enough that nothing large is painted after it, and what moves has moved. */
const settleMs = 1_000;
const size = { width: 1440, height: 900 };

/** What the browser itself says of one load: times in ms since the navigation began; shifts as a sum, in no unit. */
interface Paint {
  firstMs: number;
  largestMs: number;
  shift: number;
}

/** First and largest paint of /locks with 10,000 locks, nothing cached, in turns with the page of an empty Next app. */
export async function benchPaint(): Promise<Row[]> {
  const empty = await builtEmptyApp();
  const server = await startBenchServer();
  const all = Array.from({ length: locks }, (_, i) => benchLock("bench-0", i, 0));
  const agent = await startBenchNode(server, "bench-0", all);
  try {
    return await withEmptyApp(empty, ({ port }) =>
      withBrowser((browser) => inTurns(browser, server, `http://127.0.0.1:${port}/`)),
    );
  } finally {
    agent.stop();
    await server.stop();
  }
}

async function inTurns(browser: BenchBrowser, server: BenchServer, emptyUrl: string): Promise<Row[]> {
  const ours: Paint[] = [];
  const peer: Paint[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const mine = await loadOurs(browser, server);
    const theirs = await loadEmpty(browser, emptyUrl);
    // The first load also starts the browser's processes and compiles the servers' code.
    if (round < 0) continue;
    ours.push(mine);
    peer.push(theirs);
  }
  return rows(ours, peer);
}

async function loadOurs(browser: BenchBrowser, server: BenchServer): Promise<Paint> {
  const { page } = await browser.open(server, size);
  return look(page, `${server.url}/locks`, `[role=grid][aria-busy=false][aria-rowcount='${locks + 1}']`);
}

async function loadEmpty({ browser }: BenchBrowser, url: string): Promise<Paint> {
  const context = await browser.newContext({ viewport: size });
  return look(await context.newPage(), url, "p");
}

/** Loads a page in its own context, so with an empty cache, and ends that context. */
async function look(page: Page, url: string, whole: string): Promise<Paint> {
  await page.addInitScript(watch);
  await page.goto(url);
  await page.waitForSelector(whole, { timeout: 60_000 });
  await page.waitForTimeout(settleMs);
  const paint = await page.evaluate(() => Reflect.get(window, "locksmithPaint") as Paint);
  await page.context().close();
  return paint;
}

function watch(): void {
  const paint: Paint = { firstMs: Number.NaN, largestMs: Number.NaN, shift: 0 };
  Object.assign(window, { locksmithPaint: paint });
  const on = (type: string, take: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
  on("paint", (entry) => {
    if (entry.name === "first-contentful-paint") paint.firstMs = entry.startTime;
  });
  on("largest-contentful-paint", (entry) => {
    paint.largestMs = entry.startTime;
  });
  on("layout-shift", (entry) => {
    paint.shift += (entry as PerformanceEntry & { value: number }).value;
  });
}

function rows(ours: readonly Paint[], peer: readonly Paint[]): Row[] {
  const row = (measure: string, of: (paint: Paint) => number) =>
    compare({
      measure,
      ours: median(ours.map(of)),
      peer: median(peer.map(of)),
      peerName: "empty Next app",
      unit: "ms",
      atMost: 1.5,
      note: `median of ${rounds} in turns, each in a fresh context with an empty cache; slowest ${Math.max(...ours.map(of)).toFixed(0)} ms`,
    });
  return [
    row("/locks with 10,000 locks, cold: first contentful paint", ({ firstMs }) => firstMs),
    row("the same: largest contentful paint", ({ largestMs }) => largestMs),
    within({
      measure: "the same: layout shift, all of them summed, until every lock is there",
      ours: Math.max(...ours.map(({ shift }) => shift)),
      unit: "",
      atMost: 0.1,
      note: `worst of ${rounds}`,
    }),
  ];
}
