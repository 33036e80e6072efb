import type { Health } from "#lib/domain/fleet-state.ts";
import { type HealthChange, isHealthNews, sumHealth } from "#lib/domain/health-changes.ts";
import type { ServerContext } from "#lib/server/context.ts";

type Parts = Pick<ServerContext, "clock" | "store" | "view">;

/**
 * Tells the timelines how the work of nodes changed, summed: what changes together between two runs is told together. A
 * node whose units are not heard of any more says nothing of its work, and so does one that is gone.
 */
export class HealthNotes {
  readonly #parts: Parts;
  readonly #told = new Map<string, Health>();
  readonly #touched = new Set<string>();

  constructor(parts: Parts) {
    this.#parts = parts;
    for (const row of parts.view.nodes.values()) if (row.health != null) this.#told.set(row.name, row.health);
    parts.view.onChange(({ nodes }) => {
      for (const name of nodes) this.#touched.add(name);
    });
  }

  async write(): Promise<void> {
    const changes = this.#changes();
    if (changes.length === 0) return;
    const at = this.#parts.clock.wallMs();
    await this.#parts.store.write(async (tx) => {
      // Of a node that was taken away meanwhile nothing is told any more.
      const { nodes } = this.#parts.view;
      const here = changes.filter(({ node }) => nodes.has(node));
      for (const note of sumHealth(here)) await tx.event({ ...note, at, lockId: null, ownerId: null });
    });
  }

  #changes(): HealthChange[] {
    const { view } = this.#parts;
    const names = [...this.#touched];
    this.#touched.clear();
    return names.flatMap((node) => {
      const row = view.nodes.get(node);
      const before = this.#told.get(node) ?? null;
      if (row === undefined) {
        this.#told.delete(node);
        return [];
      }
      const after = row.health ?? null;
      if (!view.units.speaks(node) || !isHealthNews(before, after)) return [];
      if (after === null) this.#told.delete(node);
      else this.#told.set(node, after);
      return [{ node, group: row.group, before, after }];
    });
  }
}
