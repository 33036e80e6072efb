"use client";

import { useQuery } from "@tanstack/react-query";
import { RosterList } from "#components/operations/roster-list.tsx";
import { useCan } from "#components/shell/visitor.tsx";
import { Section } from "#components/ui/page-header.tsx";
import { clearPlanQuery } from "#lib/client/operations.ts";
import type { LockDetail } from "#lib/contract/locks.ts";
import { isStale } from "#lib/domain/states.ts";

const rosterEveryMs = 10_000;

/**
 * Who could grab a stale lock again, as the plan of its clear would say it; for those who may plan one. Nothing while
 * the owner is not proven gone: then nothing is to be grabbed.
 */
export function LockRoster({ lock }: { lock: LockDetail }) {
  const may = useCan("operation.plan").allowed;
  const enabled = may && lock.tombstone === null && isStale(lock.verdict);
  const query = clearPlanQuery(lock.source, lock.key);
  const { data } = useQuery({ ...query, enabled, refetchInterval: rosterEveryMs });
  if (!enabled || data === undefined) return null;
  return (
    <Section
      title="Who could grab it again"
      note={data.roster.length > 0 ? `${data.roster.length}` : undefined}
    >
      <RosterList roster={data.roster} />
    </Section>
  );
}
