import { limits } from "#lib/domain/limits.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { KernelLockRecord } from "#lib/store/records.ts";
import { blindRecord, isBlind, sightedRecord } from "./kernel-record.ts";
import { kernelLockEvents } from "./lock-events.ts";

/** A node's locks are judged anew in works of this many, so that nobody else waits long behind them. */
const chunk = 500;
/** A scan that is older than this proves nothing of now. */
export const blindAfterMs = limits.agentTtlMs + limits.ttlToleranceMs;

/** No scan came for too long: all that is known of the node's locks becomes `unknown`. Idempotent. */
export async function blindLocks(context: ServerContext, node: string): Promise<void> {
  context.agents.setBlind(node, true);
  const silentSince = context.agents.scannedAt(node);
  await rejudge(context, node, (record, now) => blindRecord(record, silentSince, now));
}

/** Scans come again: what is known is judged anew, as of the scan. */
export async function sightLocks(context: ServerContext, node: string): Promise<void> {
  context.agents.setBlind(node, false);
  const observedAt = context.agents.scannedAt(node) ?? context.clock.wallMs();
  await rejudge(context, node, (record) => sightedRecord(record, observedAt));
}

async function rejudge(
  context: ServerContext,
  node: string,
  judge: (record: KernelLockRecord, now: number) => KernelLockRecord,
): Promise<void> {
  const ids = context.view.locks.ofNode(node).flatMap((row) => (row.source === "kernel" ? [row.key] : []));
  for (let from = 0; from < ids.length; from += chunk) {
    await context.store.write(async (tx) => {
      const now = context.clock.wallMs();
      for (const id of ids.slice(from, from + chunk)) {
        const stored = await tx.get("kernel-lock", id);
        if (stored === null || stored.goneAt !== null) continue;
        const after = judge(stored.value, now);
        if (after === stored.value) continue;
        await tx.put("kernel-lock", id, after);
        // That a whole node went dark is one event of the node, not one of each of its locks.
        if (isBlind(after.judgement) || isBlind(stored.value.judgement)) continue;
        for (const event of kernelLockEvents(stored.value, after, now)) await tx.event(event);
      }
    });
  }
}
