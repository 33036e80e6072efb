import type { Page } from "@playwright/test";
import { endsWithin } from "./ends-within.ts";

/** When something came to the tab, or was done in it, and when the frame that shows it was through. Page clock, ms. */
export interface Shown {
  fromMs: number;
  paintedMs: number;
}

interface Probe {
  /** Resolves when `attribute` (`text`: the text) of the first `selector` is `wanted`, or anything new when null. */
  until(selector: string, attribute: string, wanted: string | null, from: "stream" | "input"): Promise<Shown>;
  frames(start: boolean): number[];
}

const name = "locksmithProbe";

/**
 * Watches a page from inside: to be installed before it is loaded. A frame counts as painted when the main thread is
 * through with it, style, layout and paint included: a message that is posted in its animation callback comes right after.
 * A frame of the stream has come when its last byte was handed to the page, before the page has looked at it.
 */
export async function installProbe(page: Page): Promise<void> {
  await page.addInitScript(install, name);
}

function install(global: string): void {
  const longFrameBytes = 50_000;
  let bytes = 0;
  let streamMs = 0;
  let inputMs = 0;
  const decoder = new TextDecoder("latin1");
  const proto = ReadableStreamDefaultReader.prototype;
  const read = proto.read;
  proto.read = async function (this: ReadableStreamDefaultReader<Uint8Array>) {
    const result = await read.call(this);
    const { value } = result as { value?: Uint8Array };
    if (value instanceof Uint8Array) {
      bytes += value.byteLength;
      if (decoder.decode(value.subarray(-2)) === "\n\n") {
        if (bytes >= longFrameBytes) streamMs = performance.now();
        bytes = 0;
      }
    }
    return result;
  } as typeof proto.read;
  for (const kind of ["keydown", "click"]) {
    window.addEventListener(kind, (event) => (inputMs = event.timeStamp), { capture: true });
  }
  let waiting: { isThere: () => boolean; done: () => void } | null = null;
  let gaps: number[] | null = null;
  let lastMs = 0;
  const after = new MessageChannel();
  after.port1.onmessage = () => {
    if (waiting === null || !waiting.isThere()) return;
    const { done } = waiting;
    waiting = null;
    done();
  };
  const frame = (nowMs: number) => {
    gaps?.push(nowMs - lastMs);
    lastMs = nowMs;
    after.port2.postMessage(0);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  const valueIn = (selector: string, attribute: string) => {
    const element = document.querySelector(selector);
    return attribute === "text" ? element?.textContent : element?.getAttribute(attribute);
  };
  const probe: Probe = {
    until: (selector, attribute, wanted, from) => {
      const before = valueIn(selector, attribute);
      const isThere = () => {
        const now = valueIn(selector, attribute);
        return wanted === null ? now !== before && now != null : now === wanted;
      };
      return new Promise((resolve) => {
        const done = () =>
          resolve({ fromMs: from === "stream" ? streamMs : inputMs, paintedMs: performance.now() });
        waiting = { isThere, done };
      });
    },
    frames: (start) => {
      const all = gaps ?? [];
      gaps = start ? [] : null;
      return all;
    },
  };
  Object.assign(window, { [global]: probe });
}

/** Does something, and tells how long it took until what it changes was painted, in ms. Rejects after 15 s. */
export async function msToPaint(
  page: Page,
  watch: { selector: string; attribute: string; wanted?: string; from: "stream" | "input" },
  act: () => Promise<unknown>,
): Promise<number> {
  const { selector, attribute, wanted = null, from } = watch;
  const shown = page.evaluate(
    ([global, ...rest]) => {
      const probe = (window as unknown as Record<string, Probe>)[global];
      if (probe === undefined) throw new Error("there is no probe in this page");
      return probe.until(...rest);
    },
    [name, selector, attribute, wanted, from] as [string, string, string, string | null, "stream" | "input"],
  );
  shown.catch(() => undefined);
  await act();
  const { fromMs, paintedMs } = await endsWithin(15_000, `a change of ${selector}`, shown);
  return paintedMs - fromMs;
}

/** The time from frame to frame, in ms, while something is done. */
export async function frameGaps(page: Page, act: () => Promise<unknown>): Promise<number[]> {
  const mark = (start: boolean) =>
    page.evaluate(([global, on]) => (window as unknown as Record<string, Probe>)[global]?.frames(on) ?? [], [
      name,
      start,
    ] as [string, boolean]);
  await mark(true);
  await act();
  return (await mark(false)).slice(1);
}
