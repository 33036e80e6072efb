import type { EventRow } from "#lib/contract/rows.ts";
import { type EventFilter, StoreReadOnlyError } from "#lib/store/store.ts";
import type { Connection } from "./connection.ts";
import type { DurableReader } from "./durable-reader.ts";
import { eventQuery } from "./event-query.ts";
import { toEvent } from "./rows.ts";
import * as sql from "./statements.ts";
import type { Writer } from "./writer.ts";

/** So many events go to the indexed table at once; a search looks at up to about as many without an index. */
const settleAt = 4_000;

/**
 * Events in two places: the newest where a commit puts them, and all others where they are indexed. An event is in
 * exactly one of them, and those in the first are younger than all in the second.
 */
export class EventShelf {
  readonly #writer: Writer;
  readonly #reader: DurableReader;
  readonly #onError: (error: unknown) => void;
  #fresh: number;
  #settling = false;

  /** `fresh`: how many events are in the first place now. */
  constructor(writer: Writer, reader: DurableReader, fresh: number, onError: (error: unknown) => void) {
    this.#writer = writer;
    this.#reader = reader;
    this.#onError = onError;
    this.#fresh = fresh;
    writer.onCommit(({ events }) => {
      this.#fresh += events.length;
      if (this.#fresh >= settleAt && !this.#settling) void this.#settleSoon();
    });
  }

  /** Newest first. Both places are read in one turn of this thread, which is the one that writes. */
  read(filter: EventFilter): Promise<EventRow[]> {
    return this.#reader.read((connection) => {
      const rows = readFrom(connection, "fresh_events", filter);
      const missing = filter.limit - rows.length;
      return missing > 0 ? [...rows, ...readFrom(connection, "events", { ...filter, limit: missing })] : rows;
    });
  }

  /** Moves what is fresh to the indexed table, in one work. Rejects as `Writer.enqueue` does. */
  async settle(): Promise<void> {
    await this.#writer.enqueue((unit) => {
      unit.run(sql.settleEvents);
      unit.run(sql.clearFreshEvents);
    });
    // Counted, because a purge takes events away without a word to this shelf.
    this.#fresh = await this.#reader.read((connection) =>
      Number(connection.get(sql.countFreshEvents)?.["count"] ?? 0),
    );
  }

  /** What cannot be moved now is still where it is read from; the next commit tries again. */
  async #settleSoon(): Promise<void> {
    this.#settling = true;
    try {
      await this.settle();
    } catch (error) {
      if (!(error instanceof StoreReadOnlyError)) this.#onError(error);
    } finally {
      this.#settling = false;
    }
  }
}

function readFrom(connection: Connection, table: "events" | "fresh_events", filter: EventFilter): EventRow[] {
  const { text, values } = eventQuery(table, filter);
  return connection.all(text, ...values).map(toEvent);
}
