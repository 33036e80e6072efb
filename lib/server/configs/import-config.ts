import type { ImportedConfig } from "#lib/contract/configs.ts";
import type { Actor } from "#lib/domain/roles.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { auditEntry } from "#lib/server/auth/audit-entry.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { requireReason } from "#lib/server/operations/verb.ts";
import type { ConfigVersionRecord } from "#lib/store/records.ts";
import { nodeConfigId, versionId } from "./config-book.ts";
import { runningCounts, versionRow } from "./config-rows.ts";
import { configEvent, shownName } from "./config-words.ts";

/**
 * POST /configs/{name}/import. Takes over what a node runs as a version that is meant: who did, when and why stands beside
 * where it came from. Where there was none, it is the one to come back to. Its content was recorded when its agent reported it. Throws
 * `not-found` for a node without it, `not-now` while its content has not come.
 */
export async function importConfig(
  context: ServerContext,
  actor: Actor,
  name: string,
  { node, reason: said }: { node: string; reason: string },
): Promise<ImportedConfig> {
  const reason = requireReason(said, "reason");
  const at = context.clock.wallMs();
  const author = safeText(actor.name, 200);
  const { value } = await context.store.write(async (tx) => {
    const here = await tx.get("node-config", nodeConfigId(node, name));
    const config = await tx.get("config", name);
    if (here === null || config === null) {
      throw new ApiError("not-found", "This node has reported no such configuration.");
    }
    const version = context.configs.book.running(here.value)?.version ?? null;
    const stored = version === null ? null : await tx.get("config-version", versionId(name, version));
    if (stored === null) {
      throw new ApiError("not-now", "Its content has not come from the agent yet; try again in a moment.");
    }
    const promotes = config.value.promoted === null;
    const known: ConfigVersionRecord = stored.value;
    // Who wrote it, and when it was found, is what a review of the incident needs: that stays.
    const isNew = known.origin === "seen" && known.imported === undefined;
    const taken = isNew ? { ...known, imported: { by: author, reason, at, node } } : known;
    if (promotes) await tx.put("config", name, { ...config.value, promoted: known.version });
    if (taken !== known) await tx.put("config-version", versionId(name, known.version), taken);
    const also = promotes ? ", as the version to come back to" : "";
    const what = `version ${known.version} of ${shownName(name)} from ${safeText(node, 80)}${also}`;
    if (promotes || taken !== known) {
      await tx.event(configEvent(name, at, "imported", `${author} imported ${what}: ${reason}`, { node }));
    }
    await tx.audit({ ...auditEntry(at, actor, "config.import", name, what), reason });
    return { promoted: promotes, version: taken };
  });
  return {
    config: name,
    promoted: value.promoted,
    version: versionRow(value.version, runningCounts(context, name)),
  };
}
