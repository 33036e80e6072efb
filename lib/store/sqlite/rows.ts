import type { EventRow } from "#lib/contract/rows.ts";
import type {
  BeatMinute,
  DocumentKind,
  Documents,
  FleetMinute,
  Stored,
  TokenRecord,
} from "#lib/store/records.ts";
import type { Row } from "./connection.ts";

/** Rows as the database gives them, turned into records. Only this engine wrote them, so their types are taken as given. */

export function toStored<K extends DocumentKind>(row: Row): Stored<K> {
  return {
    kind: row["kind"] as K,
    id: row["id"] as string,
    revision: row["revision"] as number,
    value: JSON.parse(row["value"] as string) as Documents[K],
    goneAt: row["gone_at"] as number | null,
    goneHow: row["gone_how"] as string | null,
  };
}

export function toEvent(row: Row): EventRow {
  return {
    id: row["id"] as number,
    at: row["at"] as number,
    kind: row["kind"] as string,
    severity: row["severity"] as EventRow["severity"],
    node: row["node"] as string | null,
    lockId: row["lock_id"] as string | null,
    resource: row["resource"] as string | null,
    ownerId: row["owner_id"] as string | null,
    text: row["text"] as string,
  };
}

export function toBeatMinute(row: Row): BeatMinute {
  return {
    ownerId: row["owner_id"] as string,
    minuteAt: row["minute_at"] as number,
    count: row["count"] as number,
    firstAt: row["first_at"] as number,
    lastAt: row["last_at"] as number,
    maxGapMs: row["max_gap_ms"] as number,
  };
}

export function toFleetMinute(row: Row): FleetMinute {
  return {
    minuteAt: row["minute_at"] as number,
    refusals: row["refusals"] as number,
    nodes: JSON.parse(row["nodes"] as string) as Record<string, number>,
    hot: row["hot"] as number,
    stale: row["stale"] as number,
  };
}

export function toToken(row: Row): TokenRecord {
  return {
    id: row["id"] as string,
    name: row["name"] as string,
    scope: row["scope"] as string,
    node: row["node"] as string | null,
    prefix: row["prefix"] as string,
    secretHash: row["secret_hash"] as string,
    createdAt: row["created_at"] as number,
    createdBy: row["created_by"] as string,
    lastUsedAt: row["last_used_at"] as number | null,
    expiresAt: row["expires_at"] as number | null,
    revokedAt: row["revoked_at"] as number | null,
    madeBy: row["made_by"] as string | null,
    revokedBy: row["revoked_by"] as string | null,
  };
}
