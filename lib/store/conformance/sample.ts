import type { LeaseRecord, TokenRecord } from "#lib/store/records.ts";
import type { NewEvent, Store } from "#lib/store/store.ts";

/** A lease as a test needs it: only the epoch says anything. */
export function sampleLease(epoch: number, resource = "a.conf"): LeaseRecord {
  return {
    resource,
    epoch,
    holder: null,
    delayUntil: null,
    lastReleasedAt: null,
    lastHolderSessionId: null,
    status: { state: "free", judgement: null, waiters: 0, refusals: [], lastBeatAt: null, releasesAt: null },
  };
}

export function sampleEvent(change: Partial<NewEvent> = {}): NewEvent {
  return {
    at: 1_000,
    kind: "lease.granted",
    severity: "info",
    node: null,
    lockId: null,
    resource: null,
    ownerId: null,
    text: "granted",
    ...change,
  };
}

export function sampleToken(id: string, secretHash: string): TokenRecord {
  return {
    id,
    name: "a token",
    scope: "viewer",
    node: null,
    prefix: "lsk_abcd",
    secretHash,
    createdAt: 1_000,
    createdBy: "ada",
    madeBy: "usr_ada",
    lastUsedAt: null,
    expiresAt: null,
    revokedAt: null,
    revokedBy: null,
  };
}

export function putLease(store: Store, id: string, epoch: number) {
  return store.write((tx) => tx.put("lease", id, sampleLease(epoch, id)));
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
