import { limits } from "#lib/domain/limits.ts";
import type { Api } from "./http.ts";
import type { LiveFrame, LiveRows, LiveTopic } from "./live-reducer.ts";
import { apiPaths } from "./paths.ts";

interface Page<T extends LiveTopic> {
  items: LiveRows[T][];
  revision: number;
  nextCursor: string | null;
  total: number;
}

/** The order must not depend on what changes often, or a row could move past the cursor unseen. */
const listOf: Record<LiveTopic, { path: string; query: Record<string, string> }> = {
  locks: { path: apiPaths.locks, query: { sort: "resource" } },
  owners: { path: apiPaths.owners, query: {} },
  nodes: { path: apiPaths.nodes, query: {} },
  operations: { path: apiPaths.operations, query: {} },
  incidents: { path: apiPaths.incidents, query: {} },
};

/** Reads a whole list page by page and hands each over as it comes. Rejects when a page cannot be had. */
export async function loadList(
  api: Api,
  topic: LiveTopic,
  load: number,
  onFrame: (frame: LiveFrame) => void,
  signal: AbortSignal,
): Promise<void> {
  const { path, query } = listOf[topic];
  let cursor: string | null = null;
  do {
    const page: Page<LiveTopic> = await api.get(path, {
      query: { ...query, limit: limits.pageLimitMax, cursor },
      signal,
    });
    cursor = page.nextCursor;
    onFrame({
      kind: "page",
      topic,
      load,
      rows: page.items,
      revision: page.revision,
      total: page.total,
      last: cursor === null,
    } as LiveFrame);
  } while (cursor !== null);
}
