import type { IncidentRecord } from "#lib/store/incident-records.ts";
import type { Commit, Store } from "#lib/store/store.ts";

/** Every incident that is kept, in memory: a fold of the log, like the view. */
export class IncidentDesk {
  readonly #records = new Map<string, IncidentRecord>();
  /** Those that nobody resolved: few, and asked for all the time. */
  readonly #unresolved = new Map<string, IncidentRecord>();
  #last: Promise<unknown> = Promise.resolve();

  /** Reads what is stored, and follows the log from then on. */
  async start(store: Pick<Store, "all" | "onCommit">): Promise<void> {
    for await (const { value } of store.all("incident")) this.#note(value);
    store.onCommit((commit) => this.#fold(commit));
  }

  /**
   * Runs what decides by several incidents, such as whether there is one already, one after another: each finds here
   * what the one before wrote. The log alone does not promise that, because several writes can share a commit.
   */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  find(id: string): IncidentRecord | undefined {
    return this.#records.get(id);
  }

  all(): MapIterator<IncidentRecord> {
    return this.#records.values();
  }

  /** Open and mitigated ones. */
  unresolved(): MapIterator<IncidentRecord> {
    return this.#unresolved.values();
  }

  /** The one that is open or mitigated for a resource, if there is one. */
  ofResource(resource: string): IncidentRecord | undefined {
    return this.unresolved().find(({ resources }) => resources.includes(resource));
  }

  #fold(commit: Commit): void {
    for (const { kind, value } of commit.puts) if (kind === "incident") this.#note(value as IncidentRecord);
    for (const { kind, id } of commit.removes) {
      if (kind !== "incident") continue;
      this.#records.delete(id);
      this.#unresolved.delete(id);
    }
  }

  #note(record: IncidentRecord): void {
    this.#records.set(record.id, record);
    if (record.state === "resolved") this.#unresolved.delete(record.id);
    else this.#unresolved.set(record.id, record);
  }
}
