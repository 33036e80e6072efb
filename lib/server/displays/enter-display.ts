import type { DisplayStanding, Me } from "#lib/contract/accounts.ts";
import { readMe } from "#lib/server/accounts/read-me.ts";
import { addressKey } from "#lib/server/auth/attempts.ts";
import { auditEntry } from "#lib/server/auth/audit-entry.ts";
import type { Caller } from "#lib/server/auth/caller.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import type { AuditRecord } from "#lib/store/records.ts";
import { StoreReadOnlyError } from "#lib/store/store.ts";
import { standingOfSecret } from "./display-standing.ts";

/**
 * Makes a browser a display: resolves with the cookie to set, and who the browser is from now on, which is a person where
 * one is signed in. Errors: `too-many-requests` by address, `unauthenticated` for a secret that never was a display's,
 * `gone` with when and by whom for one that was revoked or has expired.
 */
export async function enterDisplay(
  context: ServerContext,
  secret: string,
  caller: Caller,
): Promise<{ cookie: string; me: Me }> {
  const { auth, clock } = context;
  // Apart from sign-in: a screen with an old link must not keep the people around it from signing in.
  const attempt = auth.attempts.take([`display:${addressKey(caller.address)}`]);
  if (!attempt.allowed) {
    const { retryAfterMs } = attempt;
    throw new ApiError("too-many-requests", "Too many tries of display links. Wait a moment.", {
      retryAfterMs,
    });
  }
  const from = `from ${caller.address ?? "this process"}`;
  const { state, record } = await standingOfSecret(context, secret);
  if (record === null || state.state !== "good") {
    const target = state.name ?? "a display link";
    await note(context, auditEntry(clock.wallMs(), "nobody", "display.enter", target, from, "refused"));
    throw refusal(state);
  }
  attempt.giveBack();
  const actor = { kind: "display", id: record.id, name: record.name } as const;
  await note(context, auditEntry(clock.wallMs(), actor, "display.enter", record.name, from));
  const leftMs = record.expiresAt === null ? null : record.expiresAt - clock.wallMs();
  const person = await auth.sessions.find(caller.request.headers);
  const me = await readMe(context, person?.actor ?? actor, caller.request);
  return { cookie: auth.displays.set(secret, leftMs), me };
}

function refusal(standing: DisplayStanding): ApiError {
  const words = { revoked: "This display link was revoked.", expired: "This display link has expired." };
  if (standing.state === "revoked" || standing.state === "expired") {
    return new ApiError("gone", words[standing.state], { ...standing });
  }
  return new ApiError("unauthenticated", "This is no link of a display. Ask an admin for a new one.");
}

/** A store that cannot be written keeps no screen dark: showing that is what it is there for. */
async function note({ store, log }: ServerContext, row: AuditRecord): Promise<void> {
  try {
    await store.write((tx) => tx.audit(row));
  } catch (error) {
    if (!(error instanceof StoreReadOnlyError)) throw error;
    log.warn(
      { part: "displays", action: row.action, target: row.target },
      "not audited: the store is read-only",
    );
  }
}
