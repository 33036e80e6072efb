"use client";

import { X } from "lucide-react";
import { DrillFilter } from "#components/drill/drill-filter.tsx";
import { Button } from "#components/ui/button.tsx";
import { FilterChips } from "#components/ui/filter-chips.tsx";
import { stateLooks } from "#components/ui/state.ts";
import type { LockFacets } from "#lib/client/lock-select.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { LockSearch } from "./lock-search.ts";

/** States that a lock can be in today; quarantine comes into view with its first lock. */
const stateChips = ["hot", "held", "free", "quarantined"] as const;
const verdictChips = ["orphan", "ghost", "suspect", "unknown", "live"] as const;
const sourceChips = [
  { value: "native", label: "Native" },
  { value: "kernel", label: "Kernel" },
] as const;
/** Where most locks are, in a fleet that is well. */
const mostOf: ReadonlySet<string> = new Set(["held", "live", "kernel"]);
export type Change = (change: Partial<LockSearch>) => void;

/**
 * Filters of the lock table, each with the count that it would leave; until the counts are here, room for such as `matching`
 * locks will have: a row that breaks when they come moves the whole table. What is chosen is in the address.
 */
export function LockFilters(props: {
  search: LockSearch;
  onChange: Change;
  facets: LockFacets | null;
  matching: number;
}) {
  const { search, onChange, facets, matching } = props;
  const counted = (value: string, counts: Record<string, number> | undefined) =>
    counts === undefined ? { countRoom: mostOf.has(value) ? matching : 0 } : { count: counts[value] ?? 0 };
  const chip = (state: keyof typeof stateLooks, counts: Record<string, number> | undefined) => ({
    value: state,
    label: stateLooks[state].word,
    state,
    ...counted(state, counts),
  });
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
          ...counted(source.value, facets?.sources),
        }))}
        className="shrink-0"
      />
      <Pins search={search} onChange={onChange} />
    </div>
  );
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
