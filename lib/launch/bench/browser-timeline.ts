import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { rolldown } from "rolldown";
import { root } from "../steps/root.mjs";
import { withBrowser } from "./browser.ts";
import { startBenchServer } from "./server.ts";
import { compare, median, type Row } from "./stats.ts";

const beats = 20_000;
const rhythmMs = 500;
const rounds = 30;
const size = { width: 1_200, height: 114 };

/** Both charts in one page: what each did takes so long, in ms. */
interface Charts {
  /** Another beat comes, the first leaves. */
  update(which: "ours" | "bare"): number;
  /** To the middle half of the range, and back to all of it. */
  zoom(which: "ours" | "bare"): number;
}

/**
 * Our heartbeat timeline as it stands on the pages (React, model, words for those who listen, canvas) and a bare uPlot with
 * the same beats and size, in one page that has our styles. Each time ends when a pixel of the canvas could be read back.
 */
export async function benchTimeline(): Promise<Row[]> {
  const server = await startBenchServer();
  try {
    return await withBrowser(async ({ open }) => {
      const { page } = await open(server);
      await page.goto(`${server.url}/sign-in`);
      await page.evaluate(await bundle());
      const row = async (what: keyof Charts, measure: string) => {
        const [ours, bare] = await inTurns(page, what);
        return compare({
          measure,
          ours: median(ours),
          peer: median(bare),
          peerName: "bare uPlot",
          unit: "ms",
          atMost: 1.5,
          note: `median of ${rounds}, in turns, ${size.width} px wide`,
        });
      };
      return [
        await row("update", "heartbeat timeline of 20,000 beats, a beat comes"),
        await row("zoom", "the same, zoomed in and out"),
      ];
    });
  } finally {
    await server.stop();
  }
}

async function inTurns(page: Page, what: keyof Charts): Promise<[ours: number[], bare: number[]]> {
  const ours: number[] = [];
  const bare: number[] = [];
  for (let i = -3; i < rounds; i += 1) {
    for (const which of ["ours", "bare"] as const) {
      const ms = await page.evaluate(
        ([name, chart]) => (window as unknown as { locksmithCharts: Charts }).locksmithCharts[name](chart),
        [what, which] as [keyof Charts, "ours" | "bare"],
      );
      // The first rounds warm the engine up.
      if (i >= 0) (which === "ours" ? ours : bare).push(ms);
    }
  }
  return [ours, bare];
}

/** The script that makes both charts; written out here because nothing but pages imports components. */
function source(): string {
  const component = (path: string) => JSON.stringify(join(root, "components", path));
  return `
import { createElement } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { HeartbeatTimeline } from ${component("charts/heartbeat-timeline.tsx")};
import { ServerClock } from ${component("ui/server-clock.tsx")};
import uPlot from ${JSON.stringify(fileURLToPath(import.meta.resolve("uplot")))};

const size = ${JSON.stringify(size)};
const place = document.body.appendChild(document.createElement("div"));
place.style.cssText = "position:absolute;top:0;left:0;width:" + size.width + "px";
const bare = document.body.appendChild(document.createElement("div"));
const raw = Array.from({ length: ${beats} }, (_, i) => Date.now() - (${beats} - i) * ${rhythmMs} + (i * 7919) % 90);
const history = (at) => ({
  from: at[0], to: at.at(-1), raw: at, rawFrom: at[0], minutes: [], rhythmMs: ${rhythmMs}, ttlMs: 10000,
  verdicts: [{ at: at[0], verdict: "live" }], blind: [],
});
const next = (at) => [...at.slice(1), at.at(-1) + ${rhythmMs}];
const data = (at) => [at.map((ms) => ms / 1000), at.map((ms, i) => ms - (at[i - 1] ?? ms))];

const root = createRoot(place);
const inputOf = (at) => ({ history: history(at) });
const render = (input) => flushSync(() => root.render(
  createElement(ServerClock, { renderedMs: Date.now() }, createElement(HeartbeatTimeline, { input, label: "Beats" })),
));
let [ourBeats, bareBeats] = [raw, raw];
render(inputOf(raw));
const canvas = place.querySelector("canvas");
const plot = new uPlot(
  { ...size, legend: { show: false }, series: [{}, { stroke: "#3fb950", width: 1, points: { show: false } }] },
  data(raw), bare,
);
const button = (label) => place.querySelector('button[aria-label="' + label + '"]');
const timed = (ctx, work) => {
  ctx.getImageData(0, 0, 1, 1);
  const from = performance.now();
  work();
  ctx.getImageData(0, 0, 1, 1);
  return performance.now() - from;
};
window.locksmithCharts = {
  update: (which) => {
    if (which === "ours") {
      ourBeats = next(ourBeats);
      const input = inputOf(ourBeats);
      return timed(canvas.getContext("2d"), () => render(input));
    }
    bareBeats = next(bareBeats);
    const fresh = data(bareBeats);
    return timed(plot.ctx, () => plot.batch(() => plot.setData(fresh)));
  },
  zoom: (which) => {
    if (which === "ours") {
      return timed(canvas.getContext("2d"), () => {
        flushSync(() => button("Closer").click());
        flushSync(() => button("The whole range").click());
      });
    }
    const [min, max] = [bareBeats[0] / 1000, bareBeats.at(-1) / 1000];
    const quarter = (max - min) / 4;
    return timed(plot.ctx, () => {
      plot.batch(() => plot.setScale("x", { min: min + quarter, max: max - quarter }));
      plot.batch(() => plot.setScale("x", { min, max }));
    });
  },
};
`;
}

async function bundle(): Promise<string> {
  const entry = "locksmith-bench-charts.js";
  const made = await rolldown({
    input: entry,
    platform: "browser",
    logLevel: "silent",
    cwd: root,
    resolve: { alias: { "#lib": join(root, "lib"), "#components": join(root, "components") } },
    transform: { define: { "process.env.NODE_ENV": '"production"' }, jsx: "react-jsx" },
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === entry ? join(root, entry) : null),
        load: (id) => (id === join(root, entry) ? source() : null),
      },
    ],
  });
  try {
    const { output } = await made.generate({ format: "iife", minify: true });
    return output[0].code;
  } finally {
    await made.close();
  }
}
