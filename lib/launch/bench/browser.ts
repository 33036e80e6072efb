import { type Browser, type CDPSession, chromium, type Page } from "@playwright/test";
import { ensureChromium } from "../steps/chromium.mjs";
import { progress } from "../steps/progress.mjs";
import type { BenchServer } from "./server.ts";
import { signedInCookie } from "./sign-in.ts";

/** One tab of somebody signed in as the first admin, and the door to its engine. */
export interface BenchPage {
  page: Page;
  cdp: CDPSession;
}

/** A real Chromium for one benchmark. */
export interface BenchBrowser {
  browser: Browser;
  /** A tab of its own context, so nothing is shared with another tab but the server. CSS pixels, 1440 × 900. */
  open(server: BenchServer, size?: { width: number; height: number }): Promise<BenchPage>;
}

/**
 * Starts a Chromium that is on this machine (or installs one), and closes it in any case. An error that a page throws
 * fails the benchmark: what is broken must not look fast.
 */
export async function withBrowser<T>(work: (browser: BenchBrowser) => Promise<T>): Promise<T> {
  const steps = progress((line) => process.stderr.write(`${line}\n`));
  const executablePath = await ensureChromium(steps);
  const browser = await chromium.launch({ executablePath, args: flags() });
  const failures: string[] = [];
  try {
    const result = await work({
      browser,
      open: (server, size = { width: 1440, height: 900 }) => open(browser, server, size, failures),
    });
    if (failures.length > 0) throw new Error(`a page failed: ${failures[0]}`);
    return result;
  } finally {
    await browser.close();
  }
}

/** A tab that nobody looks at must run as one that somebody does. */
function flags(): string[] {
  const awake = [
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
  ];
  return process.getuid?.() === 0 ? ["--no-sandbox", ...awake] : awake;
}

async function open(
  browser: Browser,
  server: BenchServer,
  viewport: { width: number; height: number },
  failures: string[],
): Promise<BenchPage> {
  const cookie = await signedInCookie(server);
  const context = await browser.newContext({
    viewport,
    locale: "en-GB",
    timezoneId: "UTC",
    colorScheme: "dark",
  });
  await context.addCookies(
    cookie.split("; ").map((pair) => {
      const [name = "", ...value] = pair.split("=");
      return { name, value: value.join("="), url: server.url };
    }),
  );
  const page = await context.newPage();
  page.on("pageerror", (error) => failures.push(error.message));
  const cdp = await context.newCDPSession(page);
  return { page, cdp };
}

/** What a page holds after a thorough collection: JavaScript heap in MB of 2^20 bytes, DOM nodes, listeners. */
export async function pageMemory(
  cdp: CDPSession,
): Promise<{ heapMb: number; nodes: number; listeners: number }> {
  // The first collection lets finalizers run, whose leavings the second takes.
  for (let i = 0; i < 2; i += 1) await cdp.send("HeapProfiler.collectGarbage");
  const { usedSize } = await cdp.send("Runtime.getHeapUsage");
  const { nodes, jsEventListeners } = await cdp.send("Memory.getDOMCounters");
  return { heapMb: usedSize / 2 ** 20, nodes, listeners: jsEventListeners };
}
