import type { Token } from "#lib/contract/accounts.ts";
import { roles } from "#lib/domain/roles.ts";
import type { TokenRecord } from "#lib/store/records.ts";

/** A token as it is shown: everything but what could be used. */
export function toToken(record: TokenRecord): Token {
  return {
    id: record.id,
    name: record.name,
    // The store keeps what `createToken` let in, so this only narrows the type.
    scope: [...roles, "agent" as const].find((scope) => scope === record.scope) ?? "viewer",
    node: record.node,
    prefix: record.prefix,
    createdAt: record.createdAt,
    createdBy: record.createdBy,
    lastUsedAt: record.lastUsedAt,
    expiresAt: record.expiresAt,
  };
}
