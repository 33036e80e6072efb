import { randomUUID } from "node:crypto";
import { type BenchPage, pageMemory, withBrowser } from "./browser.ts";
import { frameGaps, installProbe, msToPaint } from "./browser-probe.ts";
import { Connection } from "./http-load.ts";
import { type BenchServer, startBenchServer } from "./server.ts";
import { percentile, type Row, within } from "./stats.ts";

const nodes = 10_000;
const perBatch = 1_000;
const changed = 500;
const rounds = 12;
const beatEveryMs = 3_000;
/** The field follows its nodes at most once a second; each change finds it at rest. */
const settleMs = 1_300;
const bootId = "00000000-0000-4000-8000-00000000be4d";
const movedCount = "section[aria-label=moved] h3 + span";

/** Ten thousand nodes as a field of cells in a real browser. */
export async function benchFleet(): Promise<Row[]> {
  const server = await startBenchServer();
  const gateway = new Gateway(server);
  try {
    await gateway.start();
    return await withBrowser(async ({ open }) => {
      const tab = await open(server);
      await installProbe(tab.page);
      const opened = await openField(tab, server);
      const { heapMb } = await pageMemory(tab.cdp);
      return rows(opened, heapMb, await updates(tab, gateway));
    });
  } finally {
    gateway.stop();
    await server.stop();
  }
}

interface Opened {
  firstCellMs: number;
  wholeMs: number;
}

const cell = "a[data-node-state]";
const counted = `${(nodes - changed).toLocaleString("en-US")} nodes`;

/** Times from the navigation's start until the frame with a cell, and with every node counted, was through. */
async function openField({ page }: BenchPage, { url }: BenchServer): Promise<Opened> {
  await page.addInitScript(noteArrivals, { cell, counted });
  await page.goto(`${url}/fleet`, { waitUntil: "commit" });
  await page.getByText(counted).first().waitFor();
  const opened = await page.evaluate(() => (window as unknown as { arrivals: Promise<Opened> }).arrivals);
  await page.waitForTimeout(settleMs * 2);
  return opened;
}

/** Runs in the page, which knows sooner than whoever asks from outside. */
function noteArrivals({ cell, counted }: { cell: string; counted: string }): void {
  const arrived = (isThere: () => boolean) =>
    new Promise<number>((resolve) => {
      const through = new MessageChannel();
      through.port1.onmessage = () => resolve(performance.now());
      const observer = new MutationObserver(() => {
        if (!isThere()) return;
        observer.disconnect();
        requestAnimationFrame(() => through.port2.postMessage(0));
      });
      observer.observe(document, { childList: true, subtree: true, characterData: true });
    });
  const arrivals = Promise.all([
    arrived(() => document.querySelector(cell) !== null),
    arrived(() => document.body?.textContent.includes(counted) === true),
  ]).then(([firstCellMs, wholeMs]) => ({ firstCellMs, wholeMs }));
  Object.assign(window, { arrivals });
}

interface Updates {
  paintMs: number[];
  longestFrameMs: number[];
}

/** Five hundred nodes say that they are of another group, and come back in the next round. */
async function updates({ page }: BenchPage, gateway: Gateway): Promise<Updates> {
  const all: Updates = { paintMs: [], longestFrameMs: [] };
  for (let round = 0; round < rounds; round += 1) {
    const size = round % 2 === 0 ? changed * 2 : changed;
    const wanted = `${size.toLocaleString("en-US")} nodes`;
    let paintMs = Number.NaN;
    const gaps = await frameGaps(page, async () => {
      const watch = { selector: movedCount, attribute: "text", wanted, from: "stream" } as const;
      paintMs = await msToPaint(page, watch, () => gateway.hello(changed, changed * 2, size > changed));
    });
    await page.waitForTimeout(settleMs);
    // The first rounds are the engine's own warm-up.
    if (round < 2) continue;
    all.paintMs.push(paintMs);
    all.longestFrameMs.push(Math.max(...gaps));
  }
  return all;
}

function rows({ firstCellMs, wholeMs }: Opened, heapMb: number, { paintMs, longestFrameMs }: Updates): Row[] {
  const count = rounds - 2;
  return [
    within({
      measure: "fleet of 10,000 nodes: field painted after navigation",
      ours: firstCellMs,
      unit: "ms",
      atMost: 1_500,
      note: `first cell; every node there after ${wholeMs.toFixed(0)} ms; one load with an empty cache`,
    }),
    within({
      measure: "fleet: 500 of 10,000 nodes change, longest frame while they do, p95",
      ours: percentile(longestFrameMs, 0.95),
      unit: "ms",
      atMost: 100,
      note: `${count} changes, the field in sight`,
    }),
    within({
      measure: "fleet: 500 of 10,000 nodes change, last byte to paint, p95",
      ours: percentile(paintMs, 0.95),
      unit: "ms",
      atMost: 1_100,
      note: `median ${percentile(paintMs, 0.5).toFixed(0)} ms; cells move at most once a second, and that wait is in it`,
    }),
    within({
      measure: "fleet: JavaScript heap with 10,000 nodes, after collection",
      ours: heapMb,
      unit: "MB",
      atMost: 100,
      note: "",
    }),
  ];
}

/** Speaks for all nodes, a thousand at once, and beats for them until it is stopped. */
class Gateway {
  readonly #lane: Connection;
  readonly #instances = Array.from({ length: nodes }, () => randomUUID());
  readonly #sessions: string[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;
  #counter = 0;

  constructor(server: BenchServer) {
    this.#lane = new Connection(server.port, server.headers);
  }

  /** Introduces every node; the first ones are of the group that others move to. */
  async start(): Promise<void> {
    this.#timer = setInterval(() => this.#beat().catch(() => this.stop()), beatEveryMs);
    for (let from = 0; from < nodes; from += perBatch) {
      for (const half of [from, from + perBatch / 2]) {
        await this.hello(half, half + perBatch / 2, half === 0);
      }
    }
  }

  /** Nodes of these numbers say who they are, and of which group. */
  async hello(from: number, to: number, moved: boolean): Promise<void> {
    const hellos = Array.from({ length: to - from }, (_, i) => this.#helloOf(from + i, moved));
    const path = "/api/v1/hellos";
    const { answers } = await this.#lane.post<{ answers: { sessionId?: string }[] }>(path, { hellos });
    for (const [i, { sessionId }] of answers.entries()) {
      if (sessionId === undefined) throw new Error(`node ${from + i} was refused`);
      this.#sessions[from + i] = sessionId;
    }
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#lane.close();
  }

  #helloOf(number: number, moved: boolean) {
    const node = `edge-${number}`;
    const identity = { node, bootId, pidNs: "4026531836", pid: 900, startTime: 9_000 };
    const instanceId = this.#instances[number];
    return {
      node,
      instanceId,
      kind: "device",
      group: moved ? "moved" : "field",
      agentVersion: "bench",
      bootId,
      kernel: "6.18",
      process: { ...identity, instanceId: "" },
    };
  }

  async #beat(): Promise<void> {
    this.#counter += 1;
    for (let from = 0; from < this.#sessions.length; from += perBatch) {
      const some = this.#sessions.slice(from, from + perBatch);
      const beats = some.map((sessionId) => ({ sessionId, counter: this.#counter }));
      await this.#lane.post("/api/v1/beats", { beats });
    }
  }
}
