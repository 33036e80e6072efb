"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { cn } from "#components/ui/cn.ts";
import { DrillTag } from "#components/ui/drill-tag.tsx";
import { StateIcon } from "#components/ui/state-icon.tsx";
import { openOperationsQuery } from "#lib/client/operations.ts";
import { operationHref } from "#lib/client/paths.ts";
import { counted, grouped } from "#lib/domain/words.ts";

/**
 * At the edge of every screen: how many operations were confirmed and have not ended, loud while somebody is awaited.
 * Nothing when there are none.
 */
export function RunningPill() {
  const { data } = useQuery(openOperationsQuery());
  const running = (data?.items ?? []).filter(({ state }) => state !== "planned");
  const [only] = running;
  if (only === undefined) return null;
  const waits = running.some(({ awaitsAck }) => awaitsAck);
  const real = running.filter(({ drill }) => drill !== true).length;
  const words = counted(running.length, "operation");
  return (
    <Link
      href={running.length === 1 ? operationHref(only.id) : "/operations?open=true"}
      className={cn(
        "flex h-7 items-center gap-1.5 rounded-sm px-2 text-xs whitespace-nowrap tabular-nums hover:bg-hover",
        waits ? "bg-suspect-soft text-suspect-text" : "text-held-text",
      )}
    >
      <StateIcon state={waits ? "waiting" : "running"} size={10} />
      <span className="max-sm:sr-only">
        {real === 0 && <DrillTag />}
        {words}
        {real > 0 && real < running.length && `, ${grouped(running.length - real)} of the drill`}
        {waits && " · acknowledgement awaited"}
      </span>
      <span aria-hidden className="sm:hidden">
        {running.length}
      </span>
    </Link>
  );
}
