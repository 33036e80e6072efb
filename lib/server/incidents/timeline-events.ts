import type { EventRow } from "#lib/contract/rows.ts";
import type { EventFilter, Store } from "#lib/store/store.ts";
import type { Subjects } from "./timeline-subjects.ts";

/** Of each kind and subject, so that much routine never displaces what tells something. */
const perQueryMax = 2_000;
const nodesMax = 50;

const aboutResource = [
  "verdict.",
  "lock.",
  "locks.",
  "lease.kept",
  "lease.expired",
  "lease.granted",
  "lease.released",
  "operation.",
  "page.",
  "config.",
  "guard.",
  "unit.",
  "health.",
  "node.",
  "incident.",
];
const aboutNode = ["kernel.", "guardian.", "node.", "agent.", "process.", "unit."];

export interface EventsRead {
  events: EventRow[];
  /** Kinds of which there were more than are read at once: the oldest are missing. */
  cut: string[];
}

/** Reads events of one range, each once, whatever it was found by. */
export class EventReader {
  readonly #store: Pick<Store, "events">;
  readonly #range: { from: number; to: number };
  readonly #found = new Map<number, EventRow>();
  readonly #cut = new Set<string>();

  constructor(store: Pick<Store, "events">, { from, to }: { from: number; to: number }) {
    this.#store = store;
    this.#range = { from, to };
  }

  /** What is recorded of an incident's resources, of nodes where its cause may be, of its operations and of itself. */
  async aboutSubjects({ resources, nodes, operations, incident, merged }: Subjects): Promise<void> {
    for (const resource of resources) {
      for (const kind of aboutResource) await this.#read({ resource, kind });
    }
    for (const node of [...nodes].slice(0, nodesMax)) {
      for (const kind of aboutNode) await this.#read({ node, kind });
    }
    await this.aboutOwners([incident, ...merged, ...operations].map(({ id }) => id));
    await this.#read({ kind: "server." });
  }

  async aboutOwners(ids: readonly string[]): Promise<void> {
    for (const ownerId of ids) await this.#read({ ownerId });
  }

  get read(): EventsRead {
    return { events: [...this.#found.values()], cut: [...this.#cut] };
  }

  async #read(filter: Omit<EventFilter, "limit">): Promise<void> {
    const rows = await this.#store.events({ ...filter, ...this.#range, limit: perQueryMax });
    if (rows.length === perQueryMax) this.#cut.add(filter.kind ?? "one owner");
    for (const row of rows) this.#found.set(row.id, row);
  }
}
