import type { NodeDetail } from "#lib/contract/lists.ts";
import { compareLocks } from "#lib/domain/lock-query.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { freshLock, freshNode } from "./fresh.ts";

const historyMax = 200;
const locksMax = 1_000;

/** GET /nodes/{name}: its row, its locks (worst first, 1,000 at most) and its last events. */
export async function readNode(context: ServerContext, name: string): Promise<NodeDetail> {
  const history = await context.store.events({ node: name, limit: historyMax });
  const row = context.view.nodes.get(name);
  if (row === undefined) throw new ApiError("not-found", "No agent of this name was ever here.");
  const lockList = context.view.locks
    .ofNode(name)
    .sort((a, b) => compareLocks(a, b, { key: "attention", descending: false }))
    .slice(0, locksMax)
    .map((lock) => freshLock(context, lock));
  return { ...freshNode(context, row), lockList, history };
}
