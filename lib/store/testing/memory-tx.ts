import type { Kysely } from "kysely";
import type { AuditRecord, DocumentKind, Documents, Stored } from "#lib/store/records.ts";
import type { Commit, NewEvent, Tx } from "#lib/store/store.ts";
import type { MemoryDisk } from "./memory-disk.ts";

/** One write: what it changes is seen by its own reads at once, and by everybody else after `commit`. */
export class MemoryTx implements Tx {
  readonly #disk: MemoryDisk;
  readonly #changed = new Map<string, Stored<DocumentKind>>();
  readonly #events: NewEvent[] = [];
  readonly #audits: AuditRecord[] = [];
  #over = false;

  constructor(disk: MemoryDisk) {
    this.#disk = disk;
  }

  get accounts(): Kysely<Record<string, never>> {
    throw new Error("the memory store keeps no accounts");
  }

  async get<K extends DocumentKind>(kind: K, id: string): Promise<Stored<K> | null> {
    this.#assertOpen();
    const own = this.#changed.get(`${kind}\n${id}`) as Stored<K> | undefined;
    return own ?? this.#disk.get(kind, id);
  }

  async put<K extends DocumentKind>(kind: K, id: string, value: Documents[K]): Promise<void> {
    this.#assertOpen();
    this.#note({ kind, id, value: structuredClone(value), revision: 0, goneAt: null, goneHow: null });
  }

  async remove<K extends DocumentKind>(kind: K, id: string, at: number, how: string): Promise<void> {
    const stored = await this.get(kind, id);
    if (stored === null || stored.goneAt !== null) return;
    this.#note({ ...stored, goneAt: at, goneHow: how } as Stored<DocumentKind>);
  }

  async event(event: NewEvent): Promise<void> {
    this.#assertOpen();
    this.#events.push({ ...event });
  }

  async audit(row: AuditRecord): Promise<void> {
    this.#assertOpen();
    this.#audits.push(structuredClone(row));
  }

  async putToken(): Promise<void> {
    throw new Error("the memory store keeps no tokens");
  }

  /** Any later use throws. */
  end(): void {
    this.#over = true;
  }

  /** Makes it durable; null when it changed no document and no event. */
  commit(at: number): Commit | null {
    for (const row of this.#audits) this.#disk.audit(row);
    if (this.#changed.size === 0 && this.#events.length === 0) return null;
    this.#disk.revision += 1;
    const { revision } = this.#disk;
    const all = [...this.#changed.values()].map((stored) => ({ ...stored, revision }));
    for (const stored of all) this.#disk.put(stored);
    const firstId = this.#disk.events.length + 1;
    const events = this.#events.map((event, place) => ({ ...event, id: firstId + place }));
    this.#disk.events.push(...events);
    const isGone = (stored: Stored<DocumentKind>) => stored.goneAt !== null;
    return { revision, at, puts: all.filter((s) => !isGone(s)), removes: all.filter(isGone), events };
  }

  #note(stored: Stored<DocumentKind>): void {
    const place = `${stored.kind}\n${stored.id}`;
    this.#changed.delete(place);
    this.#changed.set(place, stored);
  }

  #assertOpen(): void {
    if (this.#over) throw new Error("this write is over: await everything inside it");
  }
}
