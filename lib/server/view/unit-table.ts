import type { UnitRow } from "#lib/contract/orders.ts";
import { type Health, worstHealth } from "#lib/domain/fleet-state.ts";

type Row = UnitRow & { revision: number };

/** What the units of a node say of it together. */
export interface NodeCondition {
  health: Health | null;
  /** All of them stand still because somebody asked for it; never true of a node without any. */
  paused: boolean;
}

/** Rows of units, and which node each is on. */
export class UnitTable {
  readonly #rows = new Map<string, Row>();
  readonly #byNode = new Map<string, Set<string>>();

  /** Names of the nodes whose condition it may have changed. */
  put(row: Row): string[] {
    const before = this.remove(row.id);
    this.#rows.set(row.id, row);
    const ids = this.#byNode.get(row.node);
    if (ids === undefined) this.#byNode.set(row.node, new Set([row.id]));
    else ids.add(row.id);
    return before === undefined || before.node === row.node ? [row.node] : [before.node, row.node];
  }

  remove(id: string): Row | undefined {
    const row = this.#rows.get(id);
    if (row === undefined) return undefined;
    this.#rows.delete(id);
    const ids = this.#byNode.get(row.node);
    ids?.delete(id);
    if (ids?.size === 0) this.#byNode.delete(row.node);
    return row;
  }

  get(id: string): Row | undefined {
    return this.#rows.get(id);
  }

  has(id: string): boolean {
    return this.#rows.has(id);
  }

  values(): IterableIterator<Row> {
    return this.#rows.values();
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Whether any unit of a node is still heard of. */
  speaks(node: string): boolean {
    return this.#of(node).some(({ state }) => state !== "lost");
  }

  conditionOf(node: string): NodeCondition {
    const rows = this.#of(node);
    return {
      health: worstHealth(rows.map((row) => (row.state === "lost" ? null : row.health))),
      paused: rows.length > 0 && rows.every((row) => row.state === "paused"),
    };
  }

  #of(node: string): Row[] {
    return [...(this.#byNode.get(node) ?? [])].flatMap((id) => this.#rows.get(id) ?? []);
  }
}

/** Whether a row says the same of its node already. */
export function sameCondition(
  row: { health?: Health | null | undefined; paused?: boolean | undefined },
  { health, paused }: NodeCondition,
): boolean {
  if ((row.paused ?? false) !== paused) return false;
  const now = row.health ?? null;
  if (now === null || health === null) return now === health;
  return now.level === health.level && now.text === health.text && now.resource === health.resource;
}
