import { accessSync, closeSync, constants, existsSync, mkdirSync, openSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreOpenError, StoreReadOnlyError } from "#lib/store/store.ts";
import { isBusy } from "./failures.ts";

export interface DataFolder {
  databaseFile: string;
  /** Gives the folder free for another server. */
  unlock(): void;
}

/**
 * Makes the folder when it is missing, makes sure that it can be written, and locks it against a second server.
 * The lock is a lock of the operating system on `server.lock`, held through SQLite: it goes with the process,
 * also after kill -9, so it is never stale. Throws StoreOpenError with one clear line.
 */
export function openDataFolder(dataDir: string): DataFolder {
  const folder = resolve(dataDir);
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StoreOpenError(`cannot write to the data folder ${folder}: ${reasonOf(error)}`);
  }
  const lock = lockFolder(folder);
  const databaseFile = join(folder, "locksmith.db");
  makePrivate(databaseFile);
  return { databaseFile, unlock: () => lock.close() };
}

/** Like `mkdir -p`. Node's own recursive mkdir never comes back from a folder that takes none, such as /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) {
    if (!statSync(folder).isDirectory()) throw new Error("it is a file, not a folder");
    return;
  }
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

/** Sessions and hashes are in it; SQLite gives its other files the same mode. Only a file that nobody has open yet. */
function makePrivate(file: string): void {
  if (!existsSync(file)) closeSync(openSync(file, "wx", 0o600));
}

function lockFolder(folder: string): DatabaseSync {
  let lock: DatabaseSync | null = null;
  try {
    lock = new DatabaseSync(join(folder, "server.lock"), { timeout: 0 });
    lock.exec("begin exclusive");
    return lock;
  } catch (error) {
    lock?.close();
    if (isBusy(error)) {
      throw new StoreOpenError(
        `another server is running on the data folder ${folder}; stop it, or use --data`,
      );
    }
    throw new StoreOpenError(`cannot write to the data folder ${folder}: ${reasonOf(error)}`);
  }
}

/**
 * A check that the path still leads to the file that is open. SQLite would go on writing to a removed file and
 * report success; what it stored would be lost at the next start.
 */
export function fileWatch(file: string): () => void {
  // By path alone: opening and closing the file here would drop SQLite's own locks on it.
  const { dev, ino } = statSync(file);
  return () => {
    const now = statSync(file, { throwIfNoEntry: false });
    if (now?.ino === ino && now.dev === dev) return;
    throw new StoreReadOnlyError(
      "The database file was moved or removed; put it back, or restart the server.",
    );
  };
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? String(error.code) : "";
  const known: Record<string, string> = {
    EACCES: "permission denied",
    EPERM: "permission denied",
    EROFS: "the file system is read-only",
    ENOSPC: "the disk is full",
    ENOTDIR: "a part of the path is a file, not a folder",
    ENOENT: "no folder can be made there",
  };
  return known[code] ?? error.message;
}
