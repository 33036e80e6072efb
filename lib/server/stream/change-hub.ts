import type { StreamTopic } from "#lib/contract/stream.ts";
import { mergeTouched, nothingTouched, type Touched } from "#lib/server/view/touched.ts";
import type { View } from "#lib/server/view/view.ts";
import { sseFrame } from "./frames.ts";
import { changeFor } from "./topics.ts";

/** Two changes are sent at least this far apart: what happens between is one frame, and one paint. */
const gatherMs = 20;

interface Subscriber {
  topics: ReadonlySet<StreamTopic>;
  key: string;
  send: (frame: string) => void;
}

export interface HubTimer {
  monoMs(): number;
  /** Runs once after a delay; returns a cancel. */
  after(ms: number, run: () => void): () => void;
}

/**
 * Passes the view's changes to all open streams. A frame is made once for each set of topics that somebody asked
 * for, however many clients there are.
 */
export class ChangeHub {
  readonly #view: View;
  readonly #timer: HubTimer;
  readonly #subscribers = new Set<Subscriber>();
  #pending: Touched | null = null;
  #cancel: (() => void) | null = null;
  #sentMonoMs = Number.NEGATIVE_INFINITY;

  constructor(view: View, timer: HubTimer) {
    this.#view = view;
    this.#timer = timer;
    view.onChange((touched) => this.#gather(touched));
  }

  get size(): number {
    return this.#subscribers.size;
  }

  /** From the next change on, `send` gets every frame; what went before is in the view. Returns an unsubscribe. */
  subscribe(topics: ReadonlySet<StreamTopic>, send: (frame: string) => void): () => void {
    this.flush();
    const subscriber = { topics, key: [...topics].sort().join(), send };
    this.#subscribers.add(subscriber);
    return () => this.#subscribers.delete(subscriber);
  }

  /** Sends what was gathered, now. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    const touched = this.#pending;
    this.#pending = null;
    if (touched === null) return;
    this.#sentMonoMs = this.#timer.monoMs();
    const frames = new Map<string, string | null>();
    for (const { key, topics, send } of this.#subscribers) {
      let frame = frames.get(key);
      if (frame === undefined) {
        const change = changeFor(this.#view, touched, topics);
        frame = change === null ? null : sseFrame("change", change, change.revision);
        frames.set(key, frame);
      }
      if (frame !== null) send(frame);
    }
  }

  #gather(touched: Touched): void {
    if (this.#subscribers.size === 0) return;
    this.#pending ??= nothingTouched(touched.revision, touched.at);
    mergeTouched(this.#pending, touched);
    if (this.#cancel !== null) return;
    const waitMs = this.#sentMonoMs + gatherMs - this.#timer.monoMs();
    // Never in the same turn: whoever made the change is answered before the others are told.
    this.#cancel = this.#timer.after(Math.max(0, waitMs), () => this.flush());
  }
}
