import type { DisplayStanding } from "#lib/contract/accounts.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { hashSecret } from "#lib/server/auth/token-secret.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { TokenRecord } from "#lib/store/records.ts";

const nameless = { name: null, at: null, by: null };

/** What the display of a browser's cookie is worth. Tells nothing to who has not got its secret. */
export async function displayStanding(
  context: ServerContext,
  headers: Pick<Headers, "get">,
): Promise<DisplayStanding> {
  const secret = context.auth.displays.secretIn(headers);
  if (secret === null) return { state: "none", ...nameless };
  return (await standingOfSecret(context, secret)).state;
}

/** What a secret is worth as that of a display, also after its end. */
export async function standingOfSecret(
  { store, clock }: Pick<ServerContext, "store" | "clock">,
  secret: string,
): Promise<{ state: DisplayStanding; record: TokenRecord | null }> {
  const record = await store.tokenByHash(hashSecret(secret));
  if (record === null || record.scope !== "display") {
    return { state: { state: "unknown", ...nameless }, record: null };
  }
  const { revokedAt, revokedBy, expiresAt } = record;
  const name = safeText(record.name);
  if (revokedAt !== null) {
    return { state: { state: "revoked", name, at: revokedAt, by: revokedBy ?? null }, record };
  }
  if (expiresAt !== null && expiresAt <= clock.wallMs()) {
    return { state: { state: "expired", name, at: expiresAt, by: null }, record };
  }
  return { state: { state: "good", name, at: null, by: null }, record };
}
