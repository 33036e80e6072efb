import { closeSync, fdatasync, openSync } from "node:fs";

/**
 * The write-ahead log as a file of its own, to make it durable without holding up this thread: to a disk that takes
 * its time, all else that the server does would have to wait. SQLite keeps no locks on this file, so it may be opened
 * and closed beside it.
 */
export class LogFile {
  readonly #descriptor: number;

  /** The log must be there: the database is in WAL mode and open. */
  constructor(databaseFile: string) {
    this.#descriptor = openSync(`${databaseFile}-wal`, "r");
  }

  /** Resolves when all that was written to the log before is on disk; rejects with the system's error. */
  sync(): Promise<void> {
    return new Promise((resolve, reject) => {
      fdatasync(this.#descriptor, (error) => (error === null ? resolve() : reject(error)));
    });
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
