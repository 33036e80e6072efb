import { Connection } from "./http-load.ts";
import type { BenchServer } from "./server.ts";

/** A session that takes one lock after another, over one connection. */
export class Locker {
  static readonly node = "bench-node";
  readonly #connection: Connection;
  readonly #sessionId: string;

  private constructor(connection: Connection, sessionId: string) {
    this.#connection = connection;
    this.#sessionId = sessionId;
  }

  static async open(server: BenchServer): Promise<Locker> {
    const connection = new Connection(server.port, server.headers);
    const session = { node: Locker.node, service: "locker", instanceId: "bench-locker", ttlMs: 600_000 };
    const { sessionId } = await connection.post<{ sessionId: string }>("/api/v1/sessions", session);
    return new Locker(connection, sessionId);
  }

  /** Returns the epoch. */
  async take(name: string): Promise<number> {
    const sessionId = this.#sessionId;
    const path = `/api/v1/leases/${name}/acquire`;
    const { epoch } = await this.#connection.post<{ epoch: number }>(path, { sessionId });
    return epoch;
  }

  async giveBack(name: string, epoch: number): Promise<void> {
    await this.#connection.post(`/api/v1/leases/${name}/release`, { sessionId: this.#sessionId, epoch });
  }

  close(): void {
    this.#connection.close();
  }
}
