import { feedLevel } from "#components/shell/feed.ts";
import { browserApi } from "#lib/client/http.ts";
import { AttentionBook, readAttention } from "#lib/client/live-attention.ts";
import type { LiveStore } from "#lib/client/live-store.ts";
import { becomeCaller } from "./caller.ts";
import { markHead } from "./head-mark.ts";
import { HotBell } from "./hot-bell.ts";
import { sightOf } from "./sight.ts";

/** A tab without a stream of its own, for nobody looks at it, asks this often, and is old after twice that. */
const pausedEveryMs = 60_000;
const seedAgainMs = 5_000;
const lookEveryMs = 1_000;
/** In a storm of frames the tab is looked at this often. */
const framesEveryMs = 200;

export interface Alerts {
  /** This tab calls for somebody, so it keeps its stream though nobody looks at it. */
  staysOpen: () => boolean;
  stop: () => void;
}

/**
 * Shows the worst in sight on the tab's icon and title, and calls for somebody when a lock becomes HOT and the reader
 * chose to be called. `ageMs` is the age of what the stream last said; `go` opens a page.
 */
export function startAlerts(
  store: LiveStore,
  ageMs: () => number | null,
  go: (href: string) => void,
): Alerts {
  const ending = new AbortController();
  const book = new AttentionBook();
  const head = markHead(document);
  const bell = new HotBell(go);
  const caller = becomeCaller(ending.signal);
  let readAt: number | null = null;
  let askedAt = Number.NEGATIVE_INFINITY;
  let lost = true;
  let shown = "";
  let soon: ReturnType<typeof setTimeout> | null = null;
  const seed = async () => {
    lost = false;
    askedAt = performance.now();
    const asked = book.beginSeed();
    try {
      if (book.seed(asked, await readAttention(browserApi, ending.signal))) readAt = performance.now();
    } catch {
      if (book.giveUpSeed(asked)) lost = true;
    }
    look();
  };
  const look = () => {
    if (ending.signal.aborted) return;
    const nowMs = performance.now();
    const { status } = store.feed();
    const paused = status === "paused";
    const sinceAskedMs = nowMs - askedAt;
    if ((lost && sinceAskedMs > seedAgainMs) || (paused && sinceAskedMs > pausedEveryMs)) void seed();
    const old = paused ? nowMs - (readAt ?? nowMs) > pausedEveryMs * 2 : feedLevel(ageMs()) === "stale";
    const counts = { real: book.counts("real"), drill: book.counts("drill") };
    const sight = sightOf({ signedOut: status === "signed-out", old, read: readAt !== null, ...counts });
    const key = `${sight.kind} ${sight.count} ${sight.drill}`;
    if (key !== shown) head.show(sight);
    shown = key;
    if (readAt !== null) bell.look(book.hot(), caller.calls());
  };
  const untap = store.tap((frames) => {
    if (book.take(frames)) {
      lost = true;
      askedAt = Number.NEGATIVE_INFINITY;
    }
    soon ??= setTimeout(() => {
      soon = null;
      look();
    }, framesEveryMs);
  });
  const timer = setInterval(look, lookEveryMs);
  look();
  return {
    staysOpen: caller.calls,
    stop: () => {
      ending.abort();
      untap();
      clearInterval(timer);
      if (soon !== null) clearTimeout(soon);
      bell.stop();
      head.stop();
    },
  };
}
