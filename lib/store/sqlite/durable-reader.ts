import type { Connection } from "./connection.ts";
import type { Writer } from "./writer.ts";

/**
 * Reads of what is durable. Between a commit and the moment when it is on disk SQLite would show it already, though a
 * crash of the machine could take it back: until then a read waits.
 */
export class DurableReader {
  readonly #connection: Connection;
  readonly #writer: Pick<Writer, "syncing">;

  constructor(connection: Connection, writer: Pick<Writer, "syncing">) {
    this.#connection = connection;
    this.#writer = writer;
  }

  /** Runs the body in one turn of this thread, which is the one that writes. */
  async read<T>(body: (connection: Connection) => T): Promise<T> {
    while (this.#writer.syncing !== null) await this.#writer.syncing;
    return body(this.#connection);
  }
}
