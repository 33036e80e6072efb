import type { QueryClient } from "@tanstack/react-query";
import type { StreamTopic } from "#lib/contract/stream.ts";
import type { Api } from "./http.ts";
import { affectedBy } from "./live-affected.ts";
import { loadList } from "./live-loader.ts";
import {
  emptyLiveState,
  type LiveFrame,
  type LiveState,
  type LiveTopic,
  liveTopics,
  reduceLive,
} from "./live-reducer.ts";
import { LiveRefresh } from "./live-refresh.ts";
import { backoffMs, type Feed, LiveStream, type StreamTimer, silence } from "./live-stream.ts";
import { queryKeys } from "./query-keys.ts";

const streamTopics = [
  "locks",
  "owners",
  "nodes",
  "operations",
  "incidents",
  "drills",
  "events",
] as const satisfies readonly StreamTopic[];

/** Lists are read after the stream is open, so that no change falls between; without a stream, after this wait. */
const loadWithoutStreamMs = 3_000;

/** The connection, and what the server says of itself. */
export interface LiveFeed extends Feed {
  readonly graceUntil: number | null;
  /** Why the server cannot write; null when it can. */
  readonly readOnly: string | null;
  readonly instance: string | null;
}

/** What is known before anything was heard; also what the server renders. */
export const silentFeed: LiveFeed = {
  ...silence,
  graceUntil: null,
  readOnly: null,
  instance: null,
};

interface LiveStoreOptions {
  api: Api;
  queryClient: QueryClient;
  timer: StreamTimer;
  /** Runs `apply` before the next paint (or soon, when nothing is painted). */
  beforePaint: (apply: () => void) => void;
  unattended?: boolean | undefined;
}

/**
 * What one tab knows, shared by all its screens: one stream, the lists that some screen needs, and the query cache
 * that they are read from. Frames are applied in time for the next paint.
 */
export class LiveStore {
  readonly #options: LiveStoreOptions;
  readonly #stream: LiveStream;
  readonly #refresh: LiveRefresh;
  readonly #listeners = new Set<() => void>();
  readonly #taps = new Set<(frames: readonly LiveFrame[]) => void>();
  readonly #demands = new Map<LiveTopic, number>();
  readonly #loads = new Map<LiveTopic, { abort: AbortController; failures: number }>();
  #state: LiveState = emptyLiveState();
  #queue: LiveFrame[] = [];
  #scheduled = false;
  #feed = silentFeed;
  #mayLoad = false;
  #cancelMayLoad: (() => void) | null = null;

  constructor(options: LiveStoreOptions) {
    this.#options = options;
    options.queryClient.setQueryDefaults(["live"], {
      structuralSharing: false,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: Number.POSITIVE_INFINITY,
    });
    this.#refresh = new LiveRefresh(options.queryClient, options.timer);
    this.#stream = new LiveStream({
      api: options.api,
      topics: streamTopics,
      timer: options.timer,
      unattended: options.unattended,
      since: () => {
        this.#flush();
        return this.#state.instance === null ? null : this.#state.revision;
      },
      onFrame: (frame) => this.dispatch(frame),
      onFeed: (feed) => {
        this.#feed = { ...this.#feed, ...feed };
        this.#schedule();
      },
    });
  }

  /** The tab is looked at, from now on or again. */
  start(): void {
    this.#stream.start();
    this.#refresh.hurry();
    this.#cancelMayLoad ??= this.#options.timer.after(loadWithoutStreamMs, () => {
      this.#mayLoad = true;
      this.#loadWanted();
    });
  }

  pause(): void {
    this.#cancelMayLoad?.();
    this.#cancelMayLoad = null;
    this.#stream.pause();
    this.#refresh.stop();
  }

  nudge(): void {
    this.#stream.nudge();
  }

  /** About once a second: notices that the machine slept. */
  look(): void {
    this.#stream.look();
  }

  readonly feed = (): LiveFeed => this.#feed;

  /** The server's state that the whole lists show; 0 before anything was heard. */
  readonly revision = (): number => this.#state.revision;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Calls with all frames as they are applied; the answer ends that. */
  tap(take: (frames: readonly LiveFrame[]) => void): () => void {
    this.#taps.add(take);
    return () => this.#taps.delete(take);
  }

  /** Keeps a list whole while somebody shows it; the answer ends that. A list once read stays current. */
  demand(topic: LiveTopic): () => void {
    this.#demands.set(topic, (this.#demands.get(topic) ?? 0) + 1);
    this.#loadWanted();
    return () => this.#demands.set(topic, (this.#demands.get(topic) ?? 1) - 1);
  }

  /** Reads a list again that could not be read. */
  retry(topic: LiveTopic): void {
    this.#loads.get(topic)?.abort.abort();
    this.#loads.delete(topic);
    this.#mayLoad = true;
    this.#load(topic, 0);
  }

  /** Takes a frame, or a page that came with the document. */
  dispatch(frame: LiveFrame): void {
    this.#queue.push(frame);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#options.beforePaint(() => {
      this.#scheduled = false;
      this.#flush();
      for (const listener of this.#listeners) listener();
    });
  }

  #flush(): void {
    const frames = this.#queue;
    if (frames.length === 0) return;
    this.#queue = [];
    this.#apply(frames);
    const { graceUntil, readOnly, instance } = this.#state;
    this.#feed = { ...this.#feed, graceUntil, readOnly, instance };
    this.#refresh.note(affectedBy(frames));
    for (const take of this.#taps) take(frames);
    if (frames.some((frame) => frame.kind === "hello")) this.#mayLoad = true;
    this.#loadWanted();
  }

  #apply(frames: readonly LiveFrame[]): void {
    const before = this.#state;
    this.#state = reduceLive(before, frames);
    for (const topic of liveTopics) {
      if (this.#state[topic] !== before[topic]) {
        this.#options.queryClient.setQueryData(queryKeys.live(topic), this.#state[topic]);
      }
    }
  }

  #loadWanted(): void {
    if (!this.#mayLoad) return;
    for (const topic of liveTopics) {
      const { phase } = this.#state[topic].load;
      const wanted = phase === "wanted" || (phase === "none" && (this.#demands.get(topic) ?? 0) > 0);
      if (wanted) this.#load(topic, 0);
    }
  }

  #load(topic: LiveTopic, failures: number): void {
    this.#loads.get(topic)?.abort.abort();
    const abort = new AbortController();
    this.#loads.set(topic, { abort, failures });
    this.#apply([{ kind: "load", topic }]);
    const load = this.#state[topic].load.id;
    loadList(this.#options.api, topic, load, (frame) => this.dispatch(frame), abort.signal).catch(
      (error: unknown) => {
        if (abort.signal.aborted) return;
        const problem = error instanceof Error ? error.message : "The list could not be read.";
        this.dispatch({ kind: "load-failed", topic, load, problem });
        this.#options.timer.after(backoffMs(failures + 1, this.#options.timer.random()) * 2, () => {
          if (this.#loads.get(topic)?.abort === abort) this.#load(topic, failures + 1);
        });
      },
    );
  }
}
