import type { LockRow } from "#lib/contract/rows.ts";
import { MultiMap } from "./multi-map.ts";
import { countLock, type NodeCounts, noCounts } from "./node-row.ts";

/** All lock rows with what is asked of them by other keys. */
export class LockTable {
  readonly rows = new Map<string, LockRow>();
  readonly #byResource = new MultiMap<string>();
  readonly #byNode = new MultiMap<string>();
  readonly #counts = new Map<string, NodeCounts>();

  /** Returns the row that was there before. */
  put(row: LockRow): LockRow | undefined {
    const before = this.rows.get(row.id);
    if (before !== undefined) this.#forget(before);
    this.rows.set(row.id, row);
    this.#byResource.add(row.resource, row.id);
    if (row.node !== null) {
      this.#byNode.add(row.node, row.id);
      this.#count(row.node, row, 1);
    }
    return before;
  }

  remove(id: string): LockRow | undefined {
    const before = this.rows.get(id);
    if (before !== undefined) {
      this.#forget(before);
      this.rows.delete(id);
    }
    return before;
  }

  counts(node: string): NodeCounts {
    return this.#counts.get(node) ?? noCounts;
  }

  ofResource(resource: string): LockRow[] {
    return this.#rowsOf(this.#byResource.get(resource));
  }

  /** Kernel locks of a node, and leases that are held from it. */
  ofNode(node: string): LockRow[] {
    return this.#rowsOf(this.#byNode.get(node));
  }

  #rowsOf(ids: ReadonlySet<string>): LockRow[] {
    return [...ids].flatMap((id) => this.rows.get(id) ?? []);
  }

  #forget(row: LockRow): void {
    this.#byResource.delete(row.resource, row.id);
    if (row.node === null) return;
    this.#byNode.delete(row.node, row.id);
    this.#count(row.node, row, -1);
  }

  #count(node: string, row: LockRow, sign: 1 | -1): void {
    const counts = countLock(this.counts(node), row, sign);
    if (counts.locks === 0) this.#counts.delete(node);
    else this.#counts.set(node, counts);
  }
}
