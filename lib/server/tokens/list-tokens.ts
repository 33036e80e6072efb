import type { Token } from "#lib/contract/accounts.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { toToken } from "./token-rows.ts";

/** Every token that was not revoked, newest first; expired ones too, because somebody may wonder about them. */
export async function listTokens(context: ServerContext): Promise<Token[]> {
  const records = await context.store.tokens();
  return records
    .filter((record) => record.revokedAt === null)
    .sort((a, b) => b.createdAt - a.createdAt || a.id.localeCompare(b.id))
    .map((record) => toToken(context, record));
}
