import { hash } from "node:crypto";
import type { EventRow } from "#lib/contract/rows.ts";
import { type AuditHead, auditGenesis, type ChainedAudit, chainAudit } from "#lib/domain/audit-chain.ts";
import type { AuditRecord, DocumentKind, Stored } from "#lib/store/records.ts";

const sha256 = (text: string) => hash("sha256", text, "hex");

/** What outlives a process. Values are frozen copies, as a disk has them: nobody changes them from outside. */
export class MemoryDisk {
  revision = 0;
  events: EventRow[] = [];
  /** Of the newest event; ids are never used again. */
  eventId = 0;
  readonly audits: ChainedAudit[] = [];
  readonly meta = new Map<string, string>();
  readonly #documents = new Map<string, Stored<DocumentKind>>();

  get<K extends DocumentKind>(kind: K, id: string): Stored<K> | null {
    return (this.#documents.get(place(kind, id)) as Stored<K> | undefined) ?? null;
  }

  put(stored: Stored<DocumentKind>): void {
    this.#documents.set(place(stored.kind, stored.id), stored);
  }

  delete(kind: DocumentKind, id: string): void {
    this.#documents.delete(place(kind, id));
  }

  /** All that there is, gone or not. */
  everything(): Stored<DocumentKind>[] {
    return [...this.#documents.values()];
  }

  /** Those that are not gone, in order of id. */
  all<K extends DocumentKind>(kind: K): Stored<K>[] {
    const found = [...this.#documents.values()].filter((s) => s.kind === kind && s.goneAt === null);
    return found.sort((a, b) => (a.id < b.id ? -1 : 1)) as Stored<K>[];
  }

  audit(row: AuditRecord): void {
    this.audits.push(chainAudit(this.auditHead(), row, sha256));
  }

  auditHead(): AuditHead {
    const last = this.audits.at(-1);
    return last === undefined ? { seq: 0, hash: auditGenesis } : { seq: last.seq, hash: last.hash };
  }
}

const place = (kind: string, id: string) => `${kind}\n${id}`;
