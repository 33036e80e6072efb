"use client";

import { X } from "lucide-react";
import { DrillFilter } from "#components/drill/drill-filter.tsx";
import { Button } from "#components/ui/button.tsx";
import { FilterChips } from "#components/ui/filter-chips.tsx";
import { stateLooks } from "#components/ui/state.ts";
import type { LockFacets } from "#lib/client/lock-order.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { LockSearch } from "./lock-search.ts";

/** States that a lock can be in today; quarantine comes into view with its first lock. */
const stateChips = ["hot", "held", "free", "quarantined"] as const;
const verdictChips = ["orphan", "ghost", "suspect", "unknown", "live"] as const;
const sourceChips = [
  { value: "native", label: "Native" },
  { value: "kernel", label: "Kernel" },
] as const;
export type Change = (change: Partial<LockSearch>) => void;

/** Filters of the lock table, each with the count that it would leave. What is chosen is in the address. */
export function LockFilters(props: { search: LockSearch; onChange: Change; facets: LockFacets | null }) {
  const { search, onChange, facets } = props;
  return (
    <div className="flex items-center gap-x-4 gap-y-1 overflow-x-auto sm:flex-wrap">
      <DrillFilter value={search.world} onValueChange={(world) => onChange({ world })} />
      <FilterChips
        label="State"
        values={search.state}
        onValuesChange={(state) => onChange({ state: state as LockSearch["state"] })}
        chips={stateChips
          .filter((state) => state !== "quarantined" || facets?.states[state] !== undefined)
          .map((state) => chip(state, facets?.states))}
        className="shrink-0"
      />
      <FilterChips
        label="Verdict on the owner"
        values={search.verdict.flatMap((verdict) => (verdict === "stale" ? ["orphan", "ghost"] : [verdict]))}
        onValuesChange={(verdict) => onChange({ verdict: verdict as LockSearch["verdict"] })}
        chips={verdictChips.map((verdict) => chip(verdict, facets?.verdicts))}
        className="shrink-0"
      />
      <FilterChips
        label="Source"
        values={search.source}
        onValuesChange={(source) => onChange({ source: source as LockSearch["source"] })}
        chips={sourceChips.map((source) => ({
          ...source,
          ...(facets !== null && { count: facets.sources[source.value] ?? 0 }),
        }))}
        className="shrink-0"
      />
      <Pins search={search} onChange={onChange} />
    </div>
  );
}

function chip(state: keyof typeof stateLooks, counts: Record<string, number> | undefined) {
  return {
    value: state,
    label: stateLooks[state].word,
    state,
    ...(counts !== undefined && { count: counts[state] ?? 0 }),
  };
}

/** Filters that a link set, such as the locks of one node: shown, and easy to take away. */
function Pins({ search, onChange }: { search: LockSearch; onChange: Change }) {
  const pins = (["node", "owner", "resource"] as const).filter((name) => search[name] !== "");
  return pins.map((name) => (
    <Button
      key={name}
      size="sm"
      className="max-w-72 shrink-0"
      onClick={() => onChange({ [name]: "" })}
      aria-label={`Take away the filter ${name} ${safeText(search[name], 80)}`}
    >
      <span className="truncate">
        <span className="text-tertiary">{name}</span> {safeText(search[name], 40)}
      </span>
      <X aria-hidden size={12} />
    </Button>
  ));
}
