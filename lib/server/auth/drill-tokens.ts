import { drillName } from "#lib/domain/drill/names.ts";
import type { Actor } from "#lib/domain/roles.ts";
import type { DrillRecord } from "#lib/store/drill-records.ts";
import type { Store } from "#lib/store/store.ts";

/**
 * Whom the tokens of the drill that is on stand for, by the hash in its document: so they outlive a restart of the
 * server, and end in the moment in which its removal begins.
 */
export class DrillTokens {
  #actors: ReadonlyMap<string, Actor> = new Map();

  async start(store: Pick<Store, "all" | "onCommit">): Promise<void> {
    for await (const { value } of store.all("drill")) this.#note(value);
    store.onCommit(({ puts, removes }) => {
      for (const { kind } of removes) if (kind === "drill") this.#actors = new Map();
      for (const { kind, value } of puts) if (kind === "drill") this.#note(value as DrillRecord);
    });
  }

  actorOf(hash: string): Actor | null {
    return this.#actors.get(hash) ?? null;
  }

  #note({ id, tokens, removing }: DrillRecord): void {
    this.#actors = removing === true ? new Map() : actorsOf(id, tokens);
  }
}

function actorsOf(drill: string, { fleet, commander, onCall }: DrillRecord["tokens"]): Map<string, Actor> {
  const fleetName = drillName("fleet");
  const played = (plain: string): Actor => {
    const name = drillName(plain);
    return { kind: "user", id: name, name, role: "approver", drill };
  };
  return new Map<string, Actor>([
    [fleet, { kind: "agent", id: fleetName, name: fleetName, node: "", drill }],
    [commander, played("commander")],
    [onCall, played("on-call")],
  ]);
}
