import type { StreamBye, StreamChange, StreamHello, StreamTick, StreamTopic } from "#lib/contract/stream.ts";
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
  /** When it came, on this machine's monotonic clock, which nobody can set. */
  readonly heardMonoMs: number;
  /** Frames that came since the tab was opened: what moves the sign of life. */
  readonly frames: number;
  /** Server clock minus this machine's. */
  readonly serverOffsetMs: number;
  /** When the next try is made, on this machine's clock; null unless it is waiting. */
  readonly retryAt: number | null;
  /** Which build of the pages the server has; null before it said so. */
  readonly build: string | null;
  /** Why the server ended the stream, when it said so; null again once it lets the tab in. */
  readonly bye: StreamBye | null;
}

/** Before anything was heard. */
export const silence: Feed = {
  status: "connecting",
  lastFrameAt: null,
  heardMonoMs: 0,
  frames: 0,
  serverOffsetMs: 0,
  retryAt: null,
  build: null,
  bye: null,
};

/** Time and chance, passed in. */
export interface StreamTimer {
  wallMs: () => number;
  /** A clock that nobody sets; it may stand while the machine sleeps. */
  monoMs: () => number;
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
  /** Nobody sits before it: it comes back sooner, and also asks again where it was told to sign in. */
  unattended?: boolean | undefined;
}

const backoffMinMs = 500;
const backoffMaxMs = 15_000;
const unattendedMaxMs = 4_000;
const signedOutRetryMs = 30_000;
/** The two clocks of this machine, or the server's with itself, differ by more: one of them was set, or there was sleep. */
const jumpMs = 2_000;

/** The wait before try number `failures` (1, 2, …): doubling, bounded, and spread so that tabs do not come together. */
export function backoffMs(failures: number, random: number, mostMs = backoffMaxMs): number {
  const full = Math.min(mostMs, backoffMinMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(full / 2 + (full / 2) * random);
}

/**
 * The one stream of a tab. It resumes after the last revision, waits longer after each failure, and gives up a
 * connection on which nothing came for `feedStaleMs`: an open socket alone proves nothing.
 */
export class LiveStream {
  readonly #options: StreamOptions;
  #feed = silence;
  #failures = 0;
  #driftMs: number;
  #connection: AbortController | null = null;
  #cancelRetry: (() => void) | null = null;
  #cancelWatchdog: (() => void) | null = null;

  constructor(options: StreamOptions) {
    this.#options = options;
    this.#driftMs = this.#drift();
  }

  /** Opens the stream unless it is open or about to be; after a pause it resumes where it was. */
  start(): void {
    if (this.#connection !== null || this.#cancelRetry !== null) return;
    this.#driftMs = this.#drift();
    if (this.#feed.status !== "connecting") this.#show({ status: "retrying", retryAt: null });
    void this.#connect();
  }

  /** Closes the connection until `start`. */
  pause(): void {
    const connection = this.#connection;
    this.#connection = null;
    this.#stopTimers();
    connection?.abort();
    this.#show({ status: "paused", retryAt: null });
  }

  /** Tries at once when it was waiting: the network is back, or the tab is looked at again. */
  nudge(): void {
    if (this.#feed.status !== "retrying" || this.#connection !== null) return;
    this.#failures = 0;
    void this.#connect();
  }

  /**
   * To be called about once a second. After a sleep, or when somebody set the clock, what the open connection says can
   * be as old as the jump, and this machine's clock is not what it was: a new one is opened, whose greeting is from now.
   */
  look(): void {
    const driftMs = this.#drift();
    const jumped = Math.abs(driftMs - this.#driftMs) > jumpMs;
    this.#driftMs = driftMs;
    if (jumped) this.#again();
  }

  #drift(): number {
    return this.#options.timer.wallMs() - this.#options.timer.monoMs();
  }

  #again(): void {
    if (this.#feed.status !== "open" && this.#feed.status !== "retrying") return;
    const connection = this.#connection;
    this.#connection = null;
    connection?.abort();
    this.#failures = 0;
    this.#show({ status: "retrying", retryAt: null });
    void this.#connect();
  }

  async #connect(): Promise<void> {
    this.#stopTimers();
    const connection = new AbortController();
    this.#connection = connection;
    let signedOut = false;
    try {
      await this.#listen(connection);
    } catch (error) {
      signedOut = error instanceof ProblemError && error.code === "unauthenticated";
    }
    if (this.#connection !== connection) return;
    this.#connection = null;
    this.#stopTimers();
    connection.abort();
    if (!signedOut) return this.#retryLater();
    this.#show({ status: "signed-out", retryAt: null });
    if (this.#options.unattended) this.#connectAfter(signedOutRetryMs);
  }

  /** Reads frames until the stream ends. Rejects when it cannot be opened, breaks or is given up. */
  async #listen(connection: AbortController): Promise<void> {
    const { api, topics, onFrame } = this.#options;
    const since = this.#options.since();
    this.#watch(connection);
    const response = await api.open(apiPaths.stream, {
      query: { topics: topics.join(","), since },
      ...(since === null ? {} : { headers: { "last-event-id": String(since) } }),
      signal: connection.signal,
    });
    if (response.body === null) throw new Error("The stream has no body.");
    for await (const message of readSse(response.body)) {
      if (this.#connection !== connection) return;
      if (message.event === "bye") {
        this.#show({ bye: JSON.parse(message.data) as StreamBye });
        continue;
      }
      const frame = frameOf(message, since !== null);
      if (frame === null) continue;
      // A greeting is not yet a working connection: only what comes after it ends the back-off.
      if (frame.kind !== "hello") this.#failures = 0;
      onFrame(frame);
      this.#watch(connection);
      this.#heard(frame);
    }
  }

  #retryLater(): void {
    const { timer, unattended } = this.#options;
    this.#failures += 1;
    const waitMs = backoffMs(this.#failures, timer.random(), unattended ? unattendedMaxMs : backoffMaxMs);
    this.#show({ status: "retrying", retryAt: timer.wallMs() + waitMs });
    this.#connectAfter(waitMs);
  }

  #connectAfter(waitMs: number): void {
    this.#cancelRetry = this.#options.timer.after(waitMs, () => void this.#connect());
  }

  #watch(connection: AbortController): void {
    this.#cancelWatchdog?.();
    this.#cancelWatchdog = this.#options.timer.after(limits.feedStaleMs, () => connection.abort());
  }

  #heard(frame: LiveFrame): void {
    const serverAt = serverAtOf(frame);
    if (serverAt === null) return;
    const { wallMs, monoMs } = this.#options.timer;
    const sample = serverAt - wallMs();
    const { serverOffsetMs: known, lastFrameAt, frames } = this.#feed;
    const hello = frame.kind === "hello" ? frame.hello : null;
    // Frames of one connection keep their order: only a clock that was set back says an earlier time.
    if (hello === null && lastFrameAt !== null && serverAt < lastFrameAt - jumpMs) {
      this.#again();
      return;
    }
    // The sample with the least delay is the largest, and a greeting is made when it is asked for; others are followed
    // slowly.
    const taken = hello !== null || sample > known;
    this.#show({
      status: "open",
      lastFrameAt: serverAt,
      heardMonoMs: monoMs(),
      frames: frames + 1,
      serverOffsetMs: taken ? sample : Math.round(known + (sample - known) / 10),
      retryAt: null,
      ...(hello === null ? {} : { build: hello.build, bye: null }),
    });
  }

  #show(change: Partial<Feed>): void {
    this.#feed = { ...this.#feed, ...change };
    this.#options.onFeed(this.#feed);
  }

  #stopTimers(): void {
    this.#cancelRetry?.();
    this.#cancelWatchdog?.();
    this.#cancelRetry = null;
    this.#cancelWatchdog = null;
  }
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
