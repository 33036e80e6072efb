"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useDesk } from "#components/operations/desk.tsx";
import { unitLooks } from "#components/operations/unit-list.tsx";
import { useCan } from "#components/shell/visitor.tsx";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/page-header.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { Countdown, TimeAgo } from "#components/ui/time-ago.tsx";
import { unitsQuery } from "#lib/client/operations.ts";
import { operationHref } from "#lib/client/paths.ts";
import type { UnitRow } from "#lib/contract/orders.ts";

const kindWords: Record<UnitRow["kind"], string> = {
  hook: "hooks on the host",
  "in-process": "in the process itself",
  guard: "guardian",
};

/** What can be drained on a node: its units with what each can do and how it stands, and the way to drain them all. */
export function NodeUnits({ node }: { node: string }) {
  const units = useQuery(unitsQuery({ node, limit: 1_000 }));
  const desk = useDesk();
  const may = useCan("operation.plan").allowed;
  const rows = units.data?.items ?? [];
  return (
    <Section
      title="Units"
      note={rows.length === 0 ? undefined : "what can be drained"}
      actions={
        may &&
        units.data !== undefined && (
          <Button
            size="sm"
            disabledReason={rows.length === 0 ? "Nothing on this node can be drained." : undefined}
            onClick={() => desk({ form: "drain", scope: { type: "node", node } })}
            className="pointer-coarse:h-11"
          >
            Drain this node…
          </Button>
        )
      }
    >
      {units.error !== null && <Banner tone="warn" title={units.error.message} />}
      {units.isPending && <SkeletonRows rows={2} label="Reading its units" />}
      {units.data !== undefined && rows.length === 0 && (
        <p className="text-sm text-secondary">
          None: its agent has no hooks, and no service with the client library is connected from it.
        </p>
      )}
      <ul>
        {rows.map((unit) => (
          <Unit key={unit.id} unit={unit} />
        ))}
      </ul>
    </Section>
  );
}

function Unit({ unit }: { unit: UnitRow }) {
  return (
    <li className="flex flex-col gap-0.5 border-t border-line py-2 text-sm first:border-t-0 first:pt-0">
      <span className="flex flex-wrap items-center gap-x-3">
        <SafeText text={unit.unit} maxLength={80} className="font-medium" />
        <StateBadge state={unitLooks[unit.state]} />
        {unit.holdUntilAt !== null && (
          <Countdown
            untilMs={unit.holdUntilAt}
            before="resumes by itself"
            atZero="resumes now"
            className="text-xs tabular-nums"
          />
        )}
      </span>
      <span className="flex flex-wrap gap-x-3 text-xs text-secondary">
        <SafeText text={unit.service} maxLength={60} />
        <span>{kindWords[unit.kind]}</span>
        {unit.can.length > 0 && (
          <span>
            can <SafeText text={unit.can.join(", ")} maxLength={120} className="font-mono" />
          </span>
        )}
        {unit.tasks !== null && <span className="tabular-nums">{unit.tasks} in flight</span>}
        {unit.operationId !== null && (
          <Link href={operationHref(unit.operationId)} className="underline underline-offset-2">
            held by an operation
          </Link>
        )}
        <span className="text-tertiary">
          said <TimeAgo atMs={unit.reportedAt} show="relative" />
        </span>
      </span>
      {unit.note !== null && <SafeText text={unit.note} maxLength={300} className="text-xs text-secondary" />}
    </li>
  );
}
