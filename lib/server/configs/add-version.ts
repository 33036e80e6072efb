import { createHash } from "node:crypto";
import { utf8Bytes } from "#lib/domain/config-content.ts";
import { limits } from "#lib/domain/limits.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import type { ConfigRecord, ConfigVersionRecord } from "#lib/store/records.ts";
import type { Tx } from "#lib/store/store.ts";
import { versionId } from "./config-book.ts";

/** SHA-256 of the UTF-8 bytes, hexadecimal. */
export function contentHash(content: string): string {
  return createHash("sha256").update(content, "utf8").digest("hex");
}

export type NewVersion = Pick<
  ConfigVersionRecord,
  "config" | "content" | "author" | "reason" | "createdAt" | "origin" | "node"
>;

export interface Added {
  created: boolean;
  record: ConfigRecord;
  version: ConfigVersionRecord;
}

/**
 * Adds a version inside a write, unless the newest has this content already. Versions are counted in the write, so of
 * two who add one at once each gets a number of its own. Throws `too-many-requests` when the list is full.
 */
export async function addVersion(tx: Tx, input: NewVersion): Promise<Added> {
  const { config: name, content } = input;
  const stored = await tx.get("config", name);
  const record: ConfigRecord = stored?.value ?? {
    name,
    promoted: null,
    latest: 0,
    createdAt: input.createdAt,
  };
  const hash = contentHash(content);
  const newest = record.latest === 0 ? null : await tx.get("config-version", versionId(name, record.latest));
  if (newest !== null && newest.value.hash === hash) return { created: false, record, version: newest.value };
  if (record.latest >= limits.configVersionsMax) {
    throw new ApiError("conflict", `A configuration has ${limits.configVersionsMax} versions at most.`);
  }
  const version: ConfigVersionRecord = {
    ...input,
    version: record.latest + 1,
    hash,
    sizeBytes: utf8Bytes(content),
  };
  const next = { ...record, latest: version.version };
  await tx.put("config", name, next);
  await tx.put("config-version", versionId(name, version.version), version);
  return { created: true, record: next, version };
}
