import { limits } from "#lib/domain/limits.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { everyMs } from "#lib/server/stream/timers.ts";
import { Deliverer } from "./deliverer.ts";

const roundMs = 500;
const sweepMs = 3_600_000;

/** Sends what waits in the outbox, as soon as it is on disk. Returns a stop. */
export function startPaging(context: ServerContext): () => Promise<void> {
  const { store, clock, log, paging } = context;
  const deliverer = new Deliverer({
    store,
    clock,
    log,
    desk: paging,
    random: () => Math.random(),
    send: (target, message, signal) => paging.send(target, message, signal),
  });
  let nudge: NodeJS.Immediate | undefined;
  // After all listeners of the commit, so that the desk knows it.
  const stopListening = store.onCommit((commit) => {
    if (!commit.puts.some(({ kind }) => kind === "page")) return;
    clearImmediate(nudge);
    nudge = setImmediate(() => deliverer.round());
  });
  const stopRounds = everyMs(roundMs, () => deliverer.round());
  const stopSweeps = everyMs(sweepMs, () => {
    forgetOld(context).catch((error: unknown) => log.warn({ err: error }, "old pages could not be removed"));
  });
  return async () => {
    stopListening();
    clearImmediate(nudge);
    stopRounds();
    stopSweeps();
    await deliverer.stop();
  };
}

/** Pages that ended long ago are forgotten; what was decided stays in the audit. */
async function forgetOld({ store, clock, paging }: ServerContext): Promise<void> {
  const before = clock.wallMs() - limits.pagesKeepMs;
  for (const { record } of paging.pages.values()) {
    if (record.resolvedAt === null || record.resolvedAt > before) continue;
    await store.write((tx) => tx.remove("page", record.id, clock.wallMs(), "too old"));
  }
}
