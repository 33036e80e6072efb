import type { DocumentKind, Stored } from "#lib/store/records.ts";

type Documents = ReadonlyMap<string, Stored<DocumentKind>>;

const documentsMax = 4_000;

/**
 * Leases as the writer's connection has them: each grant and each release reads the document that it changes, and to
 * parse it costs as much as to write it. They are frozen, because all who read one share it.
 */
export class DocumentCache {
  readonly #documents = new Map<string, Stored<DocumentKind>>();

  get(key: string): Stored<DocumentKind> | undefined {
    return this.#documents.get(key);
  }

  /** A work was kept: what it changed is what the next one reads. */
  note({ puts, removes }: { puts: Documents; removes: Documents }): void {
    for (const [key, stored] of puts) {
      if (stored.kind !== "lease") continue;
      freeze(stored);
      this.#documents.delete(key);
      this.#documents.set(key, stored);
    }
    for (const key of removes.keys()) this.#documents.delete(key);
    for (const oldest of this.#documents.keys()) {
      if (this.#documents.size <= documentsMax) return;
      this.#documents.delete(oldest);
    }
  }

  /** A whole group was undone: the database alone knows what is left. */
  clear(): void {
    this.#documents.clear();
  }
}

function freeze(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
}
