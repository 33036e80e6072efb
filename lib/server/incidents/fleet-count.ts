import type { NodeRow } from "#lib/contract/rows.ts";
import { isDrillName } from "#lib/domain/drill/names.ts";
import { type FleetState, fleetStateOf } from "#lib/domain/fleet-state.ts";
import { MultiMap } from "#lib/server/view/multi-map.ts";
import type { View } from "#lib/server/view/view.ts";

export type Realm = "drill" | "real";

export function realmOf(name: string): Realm {
  return isDrillName(name) ? "drill" : "real";
}

interface Seen {
  state: FleetState;
  resource: string | null;
}

/** How many nodes show what, and which of them work less because of what: kept up to date change by change. */
export class FleetCount {
  readonly #view: Pick<View, "nodes">;
  readonly #seen = new Map<string, Seen>();
  readonly #counts: Record<Realm, Map<FleetState, number>> = { drill: new Map(), real: new Map() };
  readonly #totals: Record<Realm, number> = { drill: 0, real: 0 };
  /** Nodes by the resource because of which they are impaired or halted. */
  readonly #unwell = new MultiMap<string>();
  readonly #resources = new Set<string>();

  constructor(view: Pick<View, "nodes">) {
    this.#view = view;
    for (const name of view.nodes.keys()) this.note(name);
  }

  /** A node may have changed. Returns the resources because of which it works less now, or did. */
  note(name: string): string[] {
    const row = this.#view.nodes.get(name);
    const before = this.#seen.get(name);
    const now = row === undefined ? undefined : seenOf(row);
    if (before?.state === now?.state && before?.resource === now?.resource) return [];
    if (before !== undefined) this.#count(name, before, -1);
    if (now !== undefined) this.#count(name, now, 1);
    if (now === undefined) this.#seen.delete(name);
    else this.#seen.set(name, now);
    return [before?.resource, now?.resource].filter((resource) => typeof resource === "string");
  }

  total(realm: Realm): number {
    return this.#totals[realm];
  }

  /** Nodes by what they show; what none shows is left out. */
  counts(realm: Realm): Record<string, number> {
    return Object.fromEntries(this.#counts[realm]);
  }

  unwell(resource: string): ReadonlySet<string> {
    return this.#unwell.get(resource);
  }

  /** Resources because of which somebody works less. */
  resources(): ReadonlySet<string> {
    return this.#resources;
  }

  #count(name: string, { state, resource }: Seen, sign: 1 | -1): void {
    const realm = realmOf(name);
    const counts = this.#counts[realm];
    const next = (counts.get(state) ?? 0) + sign;
    if (next === 0) counts.delete(state);
    else counts.set(state, next);
    this.#totals[realm] += sign;
    if (resource === null) return;
    if (sign === 1) this.#unwell.add(resource, name);
    else this.#unwell.delete(resource, name);
    if (this.#unwell.size(resource) > 0) this.#resources.add(resource);
    else this.#resources.delete(resource);
  }
}

/** Whoever was asked to pause, or is not heard, does not work less because of a lock as far as is known now. */
function seenOf(row: NodeRow): Seen {
  const state = fleetStateOf(row);
  const isUnwell = state === "impaired" || state === "halted";
  return { state, resource: isUnwell ? (row.health?.resource ?? null) : null };
}
