import type { z } from "zod";
import type { UploadedConfig, uploadConfig as uploadBody } from "#lib/contract/configs.ts";
import { contentRefusal } from "#lib/domain/config-content.ts";
import type { Actor } from "#lib/domain/roles.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { auditEntry } from "#lib/server/auth/audit-entry.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { requireReason } from "#lib/server/operations/verb.ts";
import { addVersion } from "./add-version.ts";
import { runningCounts, versionRow } from "./config-rows.ts";
import { configEvent, shortHash, shownName } from "./config-words.ts";

/**
 * POST /configs/{name}/versions. Stores a version; nothing runs it before a canary has shown it well. The same content
 * as the newest is that version. Throws `invalid` for what is no text, is too large, or comes without a reason.
 */
export async function uploadConfig(
  context: ServerContext,
  actor: Actor,
  name: string,
  { content, reason: said }: z.output<typeof uploadBody>,
): Promise<UploadedConfig> {
  const problem = contentRefusal(content);
  if (problem !== null) {
    throw new ApiError("invalid", "This cannot be the content of a configuration.", undefined, [
      { field: "content", message: problem },
    ]);
  }
  const reason = requireReason(said, "reason");
  const createdAt = context.clock.wallMs();
  const author = safeText(actor.name, 200);
  const { value } = await context.store.write(async (tx) => {
    const input = { config: name, content, author, reason, createdAt, origin: "upload" as const, node: null };
    const added = await addVersion(tx, input);
    if (!added.created) return added;
    const { version, hash, sizeBytes } = added.version;
    const text = `${author} uploaded version ${version} of ${shownName(name)}: ${reason}`;
    await tx.event(configEvent(name, createdAt, "uploaded", text));
    const detail = `version ${version}, ${sizeBytes} bytes, SHA-256 ${hash}`;
    await tx.audit({ ...auditEntry(createdAt, actor, "config.upload", name, detail), reason });
    return added;
  });
  context.log.debug({ name, hash: shortHash(value.version.hash) }, "a configuration was uploaded");
  return {
    config: name,
    created: value.created,
    version: versionRow(value.version, runningCounts(context, name)),
  };
}
