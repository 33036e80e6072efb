import { focusManager, type QueryClient } from "@tanstack/react-query";
import { type Affected, touches } from "./live-affected.ts";
import type { StreamTimer } from "./live-stream.ts";

/** A single thing is asked for again at most this often, and sums over everything more seldom. */
const singleEveryMs = 400;
const sumsEveryMs = 2_000;
/** In a tab that nobody looks at only its title is seen. */
const unseenEveryMs = 10_000;

/**
 * Asks again for cached single things (a lock's page, the overview) that a frame touched. A request under way is
 * never cancelled by the next change, or a busy lock would never be shown: it is repeated after it.
 */
export class LiveRefresh {
  readonly #queryClient: QueryClient;
  readonly #timer: StreamTimer;
  readonly #due = new Set<string>();
  #cancel: (() => void) | null = null;

  constructor(queryClient: QueryClient, timer: StreamTimer) {
    this.#queryClient = queryClient;
    this.#timer = timer;
  }

  /** Notes what is touched; the requests follow within `singleEveryMs`, and later where nobody looks. */
  note(affected: Affected): void {
    for (const query of this.#queryClient.getQueryCache().getAll()) {
      if (touches(affected, query.queryKey, query.state.data)) this.#due.add(query.queryHash);
    }
    this.#schedule();
  }

  /** The tab is looked at again: what is due waits no longer than for any other. */
  hurry(): void {
    if (this.#cancel === null) return;
    this.stop();
    this.#schedule();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }

  #schedule(): void {
    if (this.#due.size === 0 || this.#cancel !== null) return;
    const waitMs = focusManager.isFocused() ? singleEveryMs : unseenEveryMs;
    this.#cancel = this.#timer.after(waitMs, () => {
      this.#cancel = null;
      this.#run();
      this.#schedule();
    });
  }

  #run(): void {
    for (const hash of [...this.#due]) {
      const query = this.#queryClient.getQueryCache().get(hash);
      if (query === undefined) {
        this.#due.delete(hash);
        continue;
      }
      const isSum = query.queryKey[0] === "overview";
      const sinceMs = this.#timer.wallMs() - query.state.dataUpdatedAt;
      if (query.state.fetchStatus === "fetching" || (isSum && sinceMs < sumsEveryMs)) continue;
      this.#due.delete(hash);
      void this.#queryClient.invalidateQueries({ queryKey: query.queryKey, exact: true });
    }
  }
}
