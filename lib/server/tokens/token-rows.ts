import { type Token, tokenScopes } from "#lib/contract/accounts.ts";
import { standingKeys } from "#lib/server/auth/standing.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { TokenRecord } from "#lib/store/records.ts";

/** A token as it is shown: everything but what could be used. */
export function toToken({ auth }: Pick<ServerContext, "auth">, record: TokenRecord): Token {
  return {
    id: record.id,
    name: record.name,
    // The store keeps what `createToken` let in, so this only narrows the type.
    scope: tokenScopes.find((scope) => scope === record.scope) ?? "viewer",
    node: record.node,
    prefix: record.prefix,
    createdAt: record.createdAt,
    createdBy: record.createdBy,
    lastUsedAt: record.lastUsedAt,
    expiresAt: record.expiresAt,
    openStreams: auth.streams.count(standingKeys.token(record.id)),
  };
}
