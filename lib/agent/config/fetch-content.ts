import type { Api } from "#lib/client/http.ts";
import { limits } from "#lib/domain/limits.ts";
import type { VersionRef } from "./config-keeper.ts";
import { hashOf } from "./write-durably.ts";

const timeoutMs = 10_000;

/** The content of a version. Rejects when it is not what its hash says, or larger than a configuration may be. */
export async function fetchContent(api: Api, config: string, { version, hash }: VersionRef): Promise<Buffer> {
  const path = `/api/v1/configs/${encodeURIComponent(config)}/versions/${version}/content`;
  const response = await api.open(path, { signal: AbortSignal.timeout(timeoutMs) });
  const content = Buffer.from(await response.arrayBuffer());
  if (content.length > limits.configMaxBytes)
    throw new Error("the server sent more than a configuration may have");
  if (hashOf(content) !== hash) throw new Error(`the content of version ${version} does not match its hash`);
  return content;
}
