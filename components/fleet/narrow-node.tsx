import { SafeText } from "#components/ui/safe-text.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import type { NodeRow } from "#lib/contract/rows.ts";
import { fleetStateOf } from "#lib/domain/fleet-state.ts";
import { counted, grouped } from "#lib/domain/words.ts";

/** A node in two lines, on a phone. */
export function NarrowNode({ row }: { row: NodeRow }) {
  return (
    <span className="flex h-full flex-col justify-center gap-0.5 px-1">
      <span className="flex items-center justify-between gap-3">
        <SafeText text={row.name} maxLength={60} truncate className="min-w-0" />
        <StateBadge state={fleetStateOf(row)} className="shrink-0" />
      </span>
      <span className="flex justify-between gap-3 text-xs text-tertiary">
        <SafeText text={`${row.kind}, ${row.group}`} maxLength={60} truncate className="min-w-0" />
        <span className="shrink-0 tabular-nums">
          {counted(row.locks, "lock")}
          {row.hot > 0 && `, ${grouped(row.hot)} hot`}
          {row.stale > 0 && `, ${grouped(row.stale)} stale`}
        </span>
      </span>
    </span>
  );
}
