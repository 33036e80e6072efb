import { isDrillName } from "#lib/domain/drill/names.ts";
import { isStale } from "#lib/domain/states.ts";
import { countNodes } from "#lib/server/lists/count-nodes.ts";
import type { FleetMinute } from "#lib/store/records.ts";
import type { ServerContext } from "./context.ts";

const minuteMs = 60_000;

/**
 * Writes the current minute's point for the charts of the overview: what the real fleet looks like now, and how many
 * refusals the minute has had so far. Run several times a minute; the last run of a minute stays.
 */
export class FleetMinutes {
  readonly #context: Pick<ServerContext, "clock" | "store" | "view">;
  #minuteAt = 0;
  #refused = 0;
  /** Refusals of each lock as of the run before; what grew since then is counted. */
  #before: ReadonlyMap<string, number>;

  constructor(context: Pick<ServerContext, "clock" | "store" | "view">) {
    this.#context = context;
    this.#before = this.#refusals();
  }

  async write(): Promise<void> {
    const { clock, store } = this.#context;
    const minuteAt = Math.floor(clock.wallMs() / minuteMs) * minuteMs;
    if (minuteAt !== this.#minuteAt) this.#refused = 0;
    this.#minuteAt = minuteAt;
    const now = this.#refusals();
    for (const [id, count] of now) this.#refused += Math.max(0, count - (this.#before.get(id) ?? 0));
    this.#before = now;
    if (store.readOnlyReason() === null) await store.putFleetMinute(this.#point());
  }

  #point(): FleetMinute {
    const { view } = this.#context;
    const point: FleetMinute = {
      minuteAt: this.#minuteAt,
      refusals: this.#refused,
      nodes: {},
      hot: 0,
      stale: 0,
    };
    point.nodes = countNodes(view.nodes.values()).byState;
    for (const row of view.locks.rows.values()) {
      if (isDrillName(row.resource)) continue;
      if (row.state === "hot") point.hot += 1;
      if (isStale(row.verdict)) point.stale += 1;
    }
    return point;
  }

  #refusals(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const row of this.#context.view.locks.rows.values()) {
      if (row.refusals > 0 && !isDrillName(row.resource)) counts.set(row.id, row.refusals);
    }
    return counts;
  }
}
