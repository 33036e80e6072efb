import { get } from "node:http";
import { lockHref, nodeHref, ownerHref } from "#lib/client/paths.ts";
import { benchLock, startBenchNode } from "./browser-seed.ts";
import type { BenchServer } from "./server.ts";
import { signedInCookie } from "./sign-in.ts";
import { type Row, within } from "./stats.ts";

const node = "bench-0";
/** The pages of design; details are of what the benchmark made. */
const pages = {
  overview: "/",
  locks: "/locks",
  lock: lockHref("kernel", `${node}/${benchLock(node, 0, 0).key}`),
  owners: "/owners",
  owner: "",
  fleet: "/fleet",
  node: nodeHref(node),
  configs: "/configs",
  operations: "/operations",
  incidents: "/incidents",
  audit: "/audit",
  settings: "/settings",
  wall: "/wall",
};
const reachKb = 200;
const heaviestKb = 260;
const answerMs = 30_000;

/**
 * Script of a first load, as it goes over the wire to somebody signed in: every script that the page names, but for
 * those that only browsers without modules fetch. kB are 1,000 bytes, headers not counted.
 */
export async function benchWeight(server: BenchServer): Promise<Row[]> {
  const agent = await startBenchNode(server, node, [benchLock(node, 0, 0)]);
  const weights = new Map<string, Weight>();
  try {
    const owner = await firstOwner(server);
    for (const [name, path] of Object.entries(pages)) {
      weights.set(name, await weigh(server, name === "owner" ? ownerHref(owner) : path));
    }
  } finally {
    agent.stop();
  }
  const locks = weights.get("locks") ?? { scripts: 0, brotliKb: Number.NaN, gzipKb: Number.NaN };
  const heaviestFirst = [...weights].sort((a, b) => b[1].brotliKb - a[1].brotliKb);
  return [
    within({
      measure: "script of a first load of /locks, compressed",
      ours: locks.brotliKb,
      unit: "kB",
      atMost: reachKb,
      note: `${locks.scripts} scripts, brotli; ${locks.gzipKb.toFixed(1)} kB where only gzip is accepted`,
    }),
    within({
      measure: "script of a first load of the heaviest page, compressed",
      ours: heaviestFirst[0]?.[1].brotliKb ?? Number.NaN,
      unit: "kB",
      atMost: heaviestKb,
      note: heaviestFirst.map(([name, { brotliKb }]) => `${name} ${brotliKb.toFixed(0)}`).join(", "),
    }),
  ];
}

interface Weight {
  scripts: number;
  brotliKb: number;
  gzipKb: number;
}

async function firstOwner(server: BenchServer): Promise<string> {
  const answer = await fetch(`${server.url}/api/v1/owners?limit=1`, {
    headers: server.headers,
    signal: AbortSignal.timeout(answerMs),
  });
  const { items } = (await answer.json()) as { items: { id: string }[] };
  const [first] = items;
  if (first === undefined) throw new Error("nobody holds anything");
  return first.id;
}

async function weigh(server: BenchServer, path: string): Promise<Weight> {
  const cookie = await signedInCookie(server);
  const page = await fetch(server.url + path, {
    headers: { cookie },
    redirect: "manual",
    signal: AbortSignal.timeout(answerMs),
  });
  if (page.status !== 200) throw new Error(`${path} answered ${page.status}`);
  const scripts = scriptsOf(await page.text());
  if (scripts.length === 0) throw new Error(`${path} names no script`);
  const [brotliKb, gzipKb] = [await wireKb(server, scripts, "br"), await wireKb(server, scripts, "gzip")];
  return { scripts: scripts.length, brotliKb, gzipKb };
}

/** Not only tags: what the page's data names is fetched as well, and whether it gets a tag is a matter of timing. */
function scriptsOf(html: string): string[] {
  const old = Array.from(html.matchAll(/<script\b[^>]*\snomodule\b[^>]*>/gi), ([tag]) => tag).join("");
  const named = Array.from(html.matchAll(/\/_next\/static\/[\w./~-]+\.js\b/g), ([url]) => url);
  return [...new Set(named)].filter((url) => !old.includes(url));
}

async function wireKb(server: BenchServer, scripts: readonly string[], coding: string): Promise<number> {
  const sizes = await Promise.all(scripts.map((script) => wireBytes(new URL(script, server.url), coding)));
  return sizes.reduce((sum, size) => sum + size, 0) / 1_000;
}

/** Bytes of a body as they come, still compressed: fetch would unpack them. */
function wireBytes(url: URL, coding: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = get(
      url,
      { headers: { "accept-encoding": coding }, agent: false, timeout: answerMs },
      (answer) => {
        if (answer.statusCode !== 200) reject(new Error(`${url.pathname} answered ${answer.statusCode}`));
        let bytes = 0;
        answer.on("data", (part: Buffer) => {
          bytes += part.length;
        });
        answer.on("end", () => resolve(bytes));
      },
    );
    call.on("timeout", () => call.destroy(new Error(`${url.pathname} did not answer`)));
    call.on("error", reject);
  });
}
