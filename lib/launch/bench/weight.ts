import { get } from "node:http";
import type { BenchServer } from "./server.ts";
import { signedInCookie } from "./sign-in.ts";
import { type Row, within } from "./stats.ts";

const path = "/locks";
const reachKb = 200;

/**
 * Script of a first load of the lock table, as it goes over the wire to somebody signed in: every script that the
 * page names, but for those that only browsers without modules fetch. kB are 1,000 bytes, headers not counted.
 */
export async function benchWeight(server: BenchServer): Promise<Row[]> {
  const cookie = await signedInCookie(server);
  const page = await fetch(server.url + path, { headers: { cookie }, redirect: "manual" });
  if (page.status !== 200) throw new Error(`${path} answered ${page.status}`);
  const scripts = scriptsOf(await page.text());
  if (scripts.length === 0) throw new Error(`${path} names no script`);
  const [brotli, gzip] = [await wireKb(server, scripts, "br"), await wireKb(server, scripts, "gzip")];
  return [
    within({
      measure: `script of a first load of ${path}, compressed`,
      ours: brotli,
      unit: "kB",
      atMost: reachKb,
      note: `${scripts.length} scripts, brotli; ${gzip.toFixed(1)} kB where only gzip is accepted`,
    }),
  ];
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
    const call = get(url, { headers: { "accept-encoding": coding }, agent: false }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${url.pathname} answered ${answer.statusCode}`));
      let bytes = 0;
      answer.on("data", (part: Buffer) => {
        bytes += part.length;
      });
      answer.on("end", () => resolve(bytes));
    });
    call.on("error", reject);
  });
}
