import { createHash } from "node:crypto";
import type { AuditVerified } from "#lib/contract/audit.ts";
import { auditCheck, type ChainBreak } from "#lib/domain/audit-chain.ts";
import type { Clock } from "#lib/domain/clock.ts";
import type { Store } from "#lib/store/store.ts";

const rowsAtOnce = 500;

/** Walks the whole chain as it is now; what is added meanwhile is not waited for. */
export async function verifyAudit(
  store: Pick<Store, "audits" | "auditHead">,
  clock: Pick<Clock, "wallMs">,
): Promise<AuditVerified> {
  const head = await store.auditHead();
  const broken = await firstBreak(store, head);
  return {
    ok: broken === null,
    rows: head.seq,
    brokenAt: broken?.seq ?? null,
    reason: broken?.reason ?? null,
    head: head.hash,
    checkedAt: clock.wallMs(),
  };
}

async function firstBreak(
  store: Pick<Store, "audits">,
  head: { seq: number; hash: string },
): Promise<ChainBreak | null> {
  const check = auditCheck((text) => createHash("sha256").update(text).digest("hex"));
  for (let afterSeq = 0; ; ) {
    const rows = await store.audits({ afterSeq, limit: rowsAtOnce });
    for (const row of rows) {
      // A row that came while we walked is the next walk's; rows beyond a head that was set back are not.
      if (row.seq > head.seq) return check.end(head);
      const found = check.next(row);
      if (found !== null) return found;
    }
    if (rows.length < rowsAtOnce) return check.end(head);
    afterSeq = rows.at(-1)?.seq ?? afterSeq;
    // Somebody else's turn: hashing many rows takes longer than a beat may wait.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** One walk at a time: whoever asks meanwhile gets the same answer. */
export class AuditVerifier {
  #running: Promise<AuditVerified> | null = null;

  verify(store: Pick<Store, "audits" | "auditHead">, clock: Pick<Clock, "wallMs">): Promise<AuditVerified> {
    this.#running ??= verifyAudit(store, clock).finally(() => {
      this.#running = null;
    });
    return this.#running;
  }
}
