import type { Kysely } from "kysely";
import { ApiError } from "#lib/server/http/errors.ts";
import type {
  AuditRecord,
  BeatMinute,
  DocumentKind,
  Documents,
  Stored,
  TokenRecord,
} from "#lib/store/records.ts";
import type { Committed, NewEvent, Store, Tx } from "#lib/store/store.ts";
import { isDrillEvent, isOfDrill } from "./drill-documents.ts";

/** What decides whether something of a drill may be written. */
export interface Gate {
  /** There is a drill, and its removal has not begun. */
  isOn(): boolean;
  /** Ids of sessions, operations and incidents of the drill that was removed last. */
  readonly removed: ReadonlySet<string>;
}

/**
 * Kinds that processes make the server write, many in one write: what comes too late for the drill is left out there,
 * for what is real in the same write must not wait for it. All others are asked for one by one, and refused.
 */
const leftOut: ReadonlySet<DocumentKind> = new Set<DocumentKind>([
  "session",
  "unit",
  "node",
  "kernel-lock",
  "node-config",
  "incident-minute",
]);

/**
 * The store, with one more promise: nothing of a drill is written when none is on. Whatever was still under way when a
 * drill ended, in a verb, a loop or a queue, cannot leave anything behind.
 */
export function gatedStore(store: Store, gate: Gate): Store {
  const write = <T>(work: (tx: Tx) => Promise<T>): Promise<Committed<T>> =>
    store.write((tx) => work(new GatedTx(tx, gate)));
  const addBeatMinutes = (rows: BeatMinute[]) =>
    store.addBeatMinutes(
      gate.removed.size === 0 ? rows : rows.filter((row) => !gate.removed.has(row.ownerId)),
    );
  const own = new Map<string | symbol, unknown>([
    ["write", write],
    ["addBeatMinutes", addBeatMinutes],
  ]);
  return new Proxy(store, {
    get(target, name) {
      const known = own.get(name);
      if (known !== undefined) return known;
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      // Methods are asked for with each request: each is bound once.
      const bound: unknown = value.bind(target);
      own.set(name, bound);
      return bound;
    },
  });
}

class GatedTx implements Tx {
  readonly #tx: Tx;
  readonly #gate: Gate;

  constructor(tx: Tx, gate: Gate) {
    this.#tx = tx;
    this.#gate = gate;
  }

  get accounts(): Kysely<Record<string, never>> {
    return this.#tx.accounts;
  }

  get<K extends DocumentKind>(kind: K, id: string): Promise<Stored<K> | null> {
    return this.#tx.get(kind, id);
  }

  put<K extends DocumentKind>(kind: K, id: string, value: Documents[K]): Promise<void> {
    if (kind !== "drill" && !this.#gate.isOn() && isOfDrill({ kind, value }, this.#gate.removed)) {
      if (leftOut.has(kind)) return Promise.resolve();
      return Promise.reject(new ApiError("gone", "This belonged to a drill, and the drill is over."));
    }
    return this.#tx.put(kind, id, value);
  }

  remove<K extends DocumentKind>(kind: K, id: string, at: number, how: string): Promise<void> {
    return this.#tx.remove(kind, id, at, how);
  }

  purge<K extends DocumentKind>(kind: K, id: string): Promise<void> {
    return this.#tx.purge(kind, id);
  }

  purgeOwners(ownerIds: readonly string[], from: number): Promise<void> {
    return this.#tx.purgeOwners(ownerIds, from);
  }

  purgeEvents(prefix: string, limit: number): Promise<number> {
    return this.#tx.purgeEvents(prefix, limit);
  }

  event(event: NewEvent): Promise<void> {
    const isLate = !this.#gate.isOn() && (isDrillEvent(event) || this.#gate.removed.has(event.ownerId ?? ""));
    return isLate ? Promise.resolve() : this.#tx.event(event);
  }

  audit(row: AuditRecord): Promise<void> {
    return this.#tx.audit(row);
  }

  putToken(token: TokenRecord): Promise<void> {
    return this.#tx.putToken(token);
  }
}
