import type { z } from "zod";
import type { createToken as createTokenBody, tokenCreated } from "#lib/contract/accounts.ts";
import type { Actor } from "#lib/domain/roles.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { auditEntry } from "#lib/server/auth/audit-entry.ts";
import { hashSecret, newTokenSecret, tokenPrefix } from "#lib/server/auth/token-secret.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { TokenRecord } from "#lib/store/records.ts";
import { toToken } from "./token-rows.ts";

/** Makes a token. The secret is in the answer and nowhere else: only its hash is stored. */
export async function createToken(
  context: ServerContext,
  actor: Actor,
  input: z.output<typeof createTokenBody>,
): Promise<z.infer<typeof tokenCreated>> {
  const secret = newTokenSecret();
  const now = context.clock.wallMs();
  const record: TokenRecord = {
    id: context.newId("tok"),
    name: input.name,
    scope: input.scope,
    node: input.node,
    prefix: tokenPrefix(secret),
    secretHash: hashSecret(secret),
    createdAt: now,
    createdBy: safeText(actor.name),
    madeBy: actor.kind === "user" ? actor.id : actor.kind === "token" ? (actor.madeBy ?? null) : null,
    lastUsedAt: null,
    expiresAt: input.expiresInMs === null ? null : now + input.expiresInMs,
    revokedAt: null,
  };
  const scope = input.node === null ? input.scope : `agent of ${input.node}`;
  await context.store.write(async (tx) => {
    await tx.putToken(record);
    await tx.audit(auditEntry(now, actor, "token.create", `${record.name} (${record.id})`, `scope ${scope}`));
  });
  const link = record.scope === "display" ? `${context.paging.consoleUrl}/wall#display=${secret}` : null;
  return { ...toToken(context, record), secret, link };
}
