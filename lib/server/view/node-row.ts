import type { LockRow, NodeRow } from "#lib/contract/rows.ts";
import { isStale } from "#lib/domain/states.ts";
import type { NodeRecord } from "#lib/store/records.ts";

export interface NodeCounts {
  locks: number;
  hot: number;
  stale: number;
}

export const noCounts: NodeCounts = { locks: 0, hot: 0, stale: 0 };

/** Counts with one lock more (`sign` 1) or less (−1). */
export function countLock(counts: NodeCounts, row: LockRow, sign: 1 | -1): NodeCounts {
  return {
    locks: counts.locks + sign,
    hot: counts.hot + (row.state === "hot" ? sign : 0),
    stale: counts.stale + (isStale(row.verdict) ? sign : 0),
  };
}

export function nodeRow(record: NodeRecord, counts: NodeCounts, revision: number): NodeRow {
  const { hello } = record;
  return {
    name: record.name,
    kind: hello.kind,
    group: hello.group,
    labels: hello.labels,
    state: record.state,
    sessionId: record.sessionId,
    agentVersion: hello.agentVersion,
    bootId: hello.bootId,
    kernel: hello.kernel,
    allowClear: hello.allowClear ?? false,
    limitations: record.limitations,
    ...counts,
    lastBeatAt: record.lastBeatAt,
    lastReportAt: record.lastReportAt,
    firstSeenAt: record.firstSeenAt,
    revision,
  };
}
