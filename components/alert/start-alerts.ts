import { feedLevel } from "#components/shell/feed.ts";
import { browserApi } from "#lib/client/http.ts";
import { AttentionBook, readAttention } from "#lib/client/live-attention.ts";
import type { LiveStore } from "#lib/client/live-store.ts";
import { becomeCaller } from "./caller.ts";
import { markHead } from "./head-mark.ts";
import { HotBell } from "./hot-bell.ts";
import { Knowing } from "./knowing.ts";
import { sightOf } from "./sight.ts";

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
  const knowing = new Knowing(performance.now());
  let shown = "";
  let soon: ReturnType<typeof setTimeout> | null = null;
  const seed = async () => {
    knowing.asks(performance.now());
    const asked = book.beginSeed();
    try {
      if (book.seed(asked, await readAttention(browserApi, ending.signal))) knowing.got(performance.now());
    } catch {
      if (book.giveUpSeed(asked)) knowing.failed();
    }
    look();
  };
  const look = () => {
    if (ending.signal.aborted) return;
    const nowMs = performance.now();
    const { status } = store.feed();
    const paused = status === "paused";
    if (knowing.due(paused, nowMs)) void seed();
    const { read } = knowing;
    const old = knowing.isOld(paused, nowMs) || (!paused && feedLevel(ageMs()) === "stale");
    const counts = { real: book.counts("real"), drill: book.counts("drill") };
    const sight = sightOf({ signedOut: status === "signed-out", old, read, ...counts });
    const key = `${sight.kind} ${sight.count} ${sight.drill}`;
    if (key !== shown) head.show(sight);
    shown = key;
    if (read) bell.look(book.hot(), caller.calls());
  };
  const untap = store.tap((frames) => {
    if (book.take(frames)) knowing.lose();
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
