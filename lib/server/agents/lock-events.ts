import { safeText } from "#lib/domain/safe-text.ts";
import type { Severity, Verdict } from "#lib/domain/states.ts";
import { isStale } from "#lib/domain/states.ts";
import { grouped } from "#lib/domain/words.ts";
import { kernelHolderRefs, kernelKey } from "#lib/server/view/lock-rows.ts";
import type { KernelLockRecord } from "#lib/store/records.ts";
import type { NewEvent } from "#lib/store/store.ts";

/** Events of what changed about one kernel lock; none when nothing that a timeline shows did. */
export function kernelLockEvents(
  before: KernelLockRecord | null,
  after: KernelLockRecord,
  at: number,
): NewEvent[] {
  const name = safeText(after.lock.resource, 120);
  const events: NewEvent[] = [];
  const add = (kind: string, severity: Severity, text: string) =>
    events.push({ ...subjectOf(after), at, kind, severity, text });
  const verdict = after.judgement.verdict;
  if (before === null) {
    add("lock.appeared", "info", `${after.lock.type} on ${name} seen on ${after.node}.`);
  }
  if (after.state === "hot" && before?.state !== "hot") {
    add(
      "lock.hot",
      "warning",
      `${name} on ${after.node} refuses somebody: ${grouped(after.lock.waiters.length)} waiting.`,
    );
  }
  if (before?.state === "hot" && after.state !== "hot") {
    add("lock.calm", "info", `Nobody waits for ${name} on ${after.node} any more.`);
  }
  if (before === null ? verdict !== "live" : verdict !== before.judgement.verdict) {
    add(`verdict.${verdict}`, severityOf(verdict), after.judgement.sentence);
  }
  return events;
}

export function goneEvent(record: KernelLockRecord, at: number, how: string): NewEvent {
  const name = safeText(record.lock.resource, 120);
  return {
    ...subjectOf(record),
    at,
    kind: "lock.gone",
    severity: "info",
    text: `${record.lock.type} on ${name} is gone from ${record.node}: ${how}`,
  };
}

function subjectOf(record: KernelLockRecord): Pick<NewEvent, "node" | "lockId" | "resource" | "ownerId"> {
  return {
    node: record.node,
    lockId: `kernel/${kernelKey(record.node, record.lock.key)}`,
    resource: record.lock.resource,
    ownerId: kernelHolderRefs(record, "")[0]?.ownerId ?? null,
  };
}

function severityOf(verdict: Verdict): Severity {
  if (isStale(verdict)) return "critical";
  return verdict === "live" ? "info" : "warning";
}
