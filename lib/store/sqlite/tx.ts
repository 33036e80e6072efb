import { Kysely } from "kysely";
import type { AuditRecord, DocumentKind, Documents, Stored, TokenRecord } from "#lib/store/records.ts";
import type { NewEvent, Tx } from "#lib/store/store.ts";
import { unitDialect } from "./accounts-dialect.ts";
import { appendAudit } from "./audit.ts";
import { dayOf } from "./beats.ts";
import { toStored } from "./rows.ts";
import * as sql from "./statements.ts";
import type { Unit } from "./unit.ts";

const eventTables = ["fresh_events", "events"] as const;

/** The transaction that a work sees; every call runs at once on the writer's connection. */
export class SqliteTx implements Tx {
  readonly #unit: Unit;
  #accounts: Kysely<Record<string, never>> | null = null;

  constructor(unit: Unit) {
    this.#unit = unit;
  }

  get accounts(): Kysely<Record<string, never>> {
    this.#accounts ??= new Kysely({ dialect: unitDialect(this.#unit) });
    return this.#accounts;
  }

  async get<K extends DocumentKind>(kind: K, id: string): Promise<Stored<K> | null> {
    const known = this.#unit.known(keyOf(kind, id));
    if (known !== undefined) return known as Stored<K>;
    const row = this.#unit.get(sql.getDocument, kind, id);
    return row === undefined ? null : toStored<K>(row);
  }

  async put<K extends DocumentKind>(kind: K, id: string, value: Documents[K]): Promise<void> {
    const unit = this.#unit;
    unit.run(sql.putDocument, kind, id, unit.nextRevision(), JSON.stringify(value));
    const key = keyOf(kind, id);
    unit.removes.delete(key);
    unit.puts.set(key, { kind, id, revision: unit.head.revision, value, goneAt: null, goneHow: null });
  }

  async remove<K extends DocumentKind>(kind: K, id: string, at: number, how: string): Promise<void> {
    const unit = this.#unit;
    const row = unit.get(sql.getDocument, kind, id);
    if (row === undefined || row["gone_at"] !== null) return;
    const revision = unit.nextRevision();
    unit.run(sql.removeDocument, revision, at, how, kind, id);
    const key = keyOf(kind, id);
    unit.puts.delete(key);
    unit.removes.set(key, { ...toStored<K>(row), revision, goneAt: at, goneHow: how });
  }

  async purge<K extends DocumentKind>(kind: K, id: string): Promise<void> {
    const unit = this.#unit;
    const row = unit.get(sql.getDocument, kind, id);
    if (row === undefined) return;
    const revision = unit.nextRevision();
    unit.run(sql.purgeDocument, kind, id);
    const key = keyOf(kind, id);
    unit.puts.delete(key);
    const stored = toStored<K>(row);
    unit.removes.set(key, { ...stored, revision, goneAt: stored.goneAt ?? 0, goneHow: null });
  }

  async purgeOwners(ownerIds: readonly string[], from: number): Promise<void> {
    const unit = this.#unit;
    const owners = JSON.stringify(ownerIds);
    for (const table of eventTables) unit.run(sql.purgeEventsOf(table), owners);
    const last = Number(unit.get(sql.lastBeatDay)?.["day"] ?? -1);
    for (let day = dayOf(from); day <= last; day += 1) unit.run(sql.purgeBeats, day, owners);
  }

  async purgeEvents(prefix: string, limit: number): Promise<number> {
    const end = `${prefix.slice(0, -1)}${String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)}`;
    let gone = 0;
    for (const table of eventTables) {
      if (gone < limit) gone += this.#unit.run(sql.purgeEvents(table), prefix, end, limit - gone);
    }
    return gone;
  }

  async event(event: NewEvent): Promise<void> {
    const unit = this.#unit;
    unit.beginWrites();
    const revision = unit.nextRevision();
    const id = unit.nextEventId();
    const { at, kind, severity, node, lockId, resource, ownerId, text } = event;
    unit.run(sql.insertEvent, id, revision, at, kind, severity, node, lockId, resource, ownerId, text);
    unit.events.push({ id, at, kind, severity, node, lockId, resource, ownerId, text });
  }

  async audit(row: AuditRecord): Promise<void> {
    appendAudit(this.#unit, row);
  }

  async putToken(token: TokenRecord): Promise<void> {
    this.#unit.run(
      sql.putToken,
      token.id,
      token.name,
      token.scope,
      token.node,
      token.prefix,
      token.secretHash,
      token.createdAt,
      token.createdBy,
      token.lastUsedAt,
      token.expiresAt,
      token.revokedAt,
      token.madeBy ?? null,
      token.revokedBy ?? null,
    );
  }
}

function keyOf(kind: DocumentKind, id: string): string {
  return `${kind}\0${id}`;
}
