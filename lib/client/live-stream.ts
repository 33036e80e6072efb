import type { StreamChange, StreamHello, StreamTick, StreamTopic } from "#lib/contract/stream.ts";
import { limits } from "#lib/domain/limits.ts";
import { type Api, ProblemError } from "./http.ts";
import type { LiveFrame } from "./live-reducer.ts";
import { apiPaths } from "./paths.ts";
import { readSse, type SseMessage } from "./sse.ts";

/** How the connection is. `signed-out` and `paused` do not try again by themselves. */
export type FeedStatus = "connecting" | "open" | "retrying" | "signed-out" | "paused";

/** What the edge of every screen shows. */
export interface Feed {
  readonly status: FeedStatus;
  /** When the last frame was sent, on the server's clock; null before the first. */
  readonly lastFrameAt: number | null;
  /** Server clock minus this machine's. */
  readonly serverOffsetMs: number;
  /** When the next try is made, on this machine's clock; null unless it is waiting. */
  readonly retryAt: number | null;
}

/** Time and chance, passed in. */
export interface StreamTimer {
  wallMs: () => number;
  random: () => number;
  /** Calls back after `delayMs`; the answer cancels it. */
  after: (delayMs: number, call: () => void) => () => void;
}

interface StreamOptions {
  api: Api;
  topics: readonly StreamTopic[];
  timer: StreamTimer;
  /** The revision to resume after; null to start from now. */
  since: () => number | null;
  onFrame: (frame: LiveFrame) => void;
  onFeed: (feed: Feed) => void;
}

export interface LiveStream {
  start(): void;
  /** Closes the connection; `start` resumes where it was. */
  pause(): void;
  /** Tries at once when it was waiting: the network is back, or the tab is looked at again. */
  nudge(): void;
}

const backoffMinMs = 500;
const backoffMaxMs = 15_000;

/** The wait before try number `failures` (1, 2, …): doubling, bounded, and spread so that tabs do not come together. */
export function backoffMs(failures: number, random: number): number {
  const full = Math.min(backoffMaxMs, backoffMinMs * 2 ** (failures - 1));
  return Math.round(full / 2 + (full / 2) * random);
}

/**
 * The one stream of a tab. It resumes after the last revision, waits longer after each failure, and gives up a
 * connection on which nothing came for `feedStaleMs`: an open socket alone proves nothing.
 */
export function createLiveStream(options: StreamOptions): LiveStream {
  const { api, timer, onFrame } = options;
  let feed: Feed = { status: "connecting", lastFrameAt: null, serverOffsetMs: 0, retryAt: null };
  let offsetKnown = false;
  let failures = 0;
  let connection: AbortController | null = null;
  let cancelRetry: (() => void) | null = null;
  let cancelWatchdog: (() => void) | null = null;

  const show = (change: Partial<Feed>) => {
    feed = { ...feed, ...change };
    options.onFeed(feed);
  };
  const stopTimers = () => {
    cancelRetry?.();
    cancelWatchdog?.();
    cancelRetry = null;
    cancelWatchdog = null;
  };
  const watch = (live: AbortController) => {
    cancelWatchdog?.();
    cancelWatchdog = timer.after(limits.feedStaleMs, () => live.abort());
  };
  const heard = (live: AbortController, serverAt: number | null) => {
    watch(live);
    if (serverAt === null) return;
    const sample = serverAt - timer.wallMs();
    const known = feed.serverOffsetMs;
    // The sample with the least delay is the largest; a clock that was set back is followed slowly.
    const serverOffsetMs =
      !offsetKnown || sample > known ? sample : Math.round(known + (sample - known) / 10);
    offsetKnown = true;
    show({ status: "open", lastFrameAt: serverAt, serverOffsetMs, retryAt: null });
  };

  const connect = async () => {
    stopTimers();
    const live = new AbortController();
    connection = live;
    const since = options.since();
    let status: FeedStatus = "retrying";
    try {
      watch(live);
      const response = await api.open(apiPaths.stream, {
        query: { topics: options.topics.join(","), since },
        ...(since === null ? {} : { headers: { "last-event-id": String(since) } }),
        signal: live.signal,
      });
      if (response.body === null) throw new Error("The stream has no body.");
      for await (const message of readSse(response.body)) {
        if (connection !== live) return;
        const frame = frameOf(message, since !== null);
        if (frame === null) continue;
        // A greeting is not yet a working connection: only what comes after it ends the back-off.
        if (frame.kind !== "hello") failures = 0;
        onFrame(frame);
        heard(live, serverAtOf(frame));
      }
    } catch (error) {
      if (error instanceof ProblemError && error.code === "unauthenticated") status = "signed-out";
    }
    if (connection !== live) return;
    connection = null;
    stopTimers();
    live.abort();
    if (status === "signed-out") return show({ status, retryAt: null });
    failures += 1;
    const waitMs = backoffMs(failures, timer.random());
    show({ status, retryAt: timer.wallMs() + waitMs });
    cancelRetry = timer.after(waitMs, () => void connect());
  };

  return {
    start() {
      if (connection !== null || cancelRetry !== null) return;
      if (feed.status !== "connecting") show({ status: "retrying", retryAt: null });
      void connect();
    },
    pause() {
      stopTimers();
      const live = connection;
      connection = null;
      live?.abort();
      show({ status: "paused", retryAt: null });
    },
    nudge() {
      if (feed.status !== "retrying" || connection !== null) return;
      failures = 0;
      void connect();
    },
  };
}

function serverAtOf(frame: LiveFrame): number | null {
  if (frame.kind === "hello") return frame.hello.serverAt;
  if (frame.kind === "change") return frame.change.serverAt;
  return frame.kind === "tick" ? frame.tick.serverAt : null;
}

/** Frames of kinds that this version does not know are skipped. Rejects on data that is not JSON. */
function frameOf(message: SseMessage, resumed: boolean): LiveFrame | null {
  if (message.event === "hello") {
    return { kind: "hello", hello: JSON.parse(message.data) as StreamHello, resumed };
  }
  if (message.event === "change") return { kind: "change", change: JSON.parse(message.data) as StreamChange };
  if (message.event === "tick") return { kind: "tick", tick: JSON.parse(message.data) as StreamTick };
  return message.event === "reset" ? { kind: "reset" } : null;
}
