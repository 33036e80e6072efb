"use client";

import { X } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { FilterChips } from "#components/ui/filter-chips.tsx";
import { formatInstant } from "#components/ui/format-time.ts";
import { SearchInput } from "#components/ui/search-input.tsx";
import { Select } from "#components/ui/select.tsx";
import { safeText } from "#lib/domain/safe-text.ts";
import type { AuditRange } from "./audit-search.ts";
import { actionGroups } from "./audit-words.ts";

export interface AuditFilterValues {
  q: string;
  actor: string;
  action: string;
  outcome: "done" | "refused" | null;
  range: AuditRange | null;
  from: number | null;
  to: number | null;
  target: string;
  operation: string;
}
type Change = (change: Partial<AuditFilterValues>) => void;

const ranges = [
  { value: "", label: "Any time" },
  { value: "1h", label: "Last hour" },
  { value: "24h", label: "Last 24 hours" },
  { value: "7d", label: "Last 7 days" },
  { value: "30d", label: "Last 30 days" },
];

/** Who, what, with what outcome, when. All of it is in the address. */
export function AuditFilters({ values, onChange }: { values: AuditFilterValues; onChange: Change }) {
  const known = actionGroups.some(({ value }) => value === values.action);
  const actions = known ? actionGroups : [...actionGroups, { value: values.action, label: values.action }];
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <SearchInput
        label="Search all texts of the audit"
        placeholder="Target, reason, detail"
        value={values.q}
        onValueChange={(q) => onChange({ q })}
        className="w-full sm:w-64"
      />
      <SearchInput
        label="Who did it"
        placeholder="Who"
        filterKey={false}
        value={values.actor}
        onValueChange={(actor) => onChange({ actor })}
        className="w-[calc(50%-0.375rem)] sm:w-44"
      />
      <Select
        aria-label="What was done"
        className="w-[calc(50%-0.375rem)] sm:w-40"
        value={values.action}
        onValueChange={(action) => onChange({ action })}
        options={actions}
      />
      <Select
        aria-label="When"
        className="w-[calc(50%-0.375rem)] sm:w-36"
        value={values.range ?? ""}
        onValueChange={(range) =>
          onChange({ range: range === "" ? null : (range as AuditRange), from: null, to: null })
        }
        options={ranges}
      />
      <FilterChips
        label="Outcome"
        values={values.outcome === null ? [] : [values.outcome]}
        onValuesChange={(chosen) =>
          onChange({ outcome: (chosen.at(-1) as AuditFilterValues["outcome"] | undefined) ?? null })
        }
        chips={[
          { value: "done", label: "Done", state: "done" },
          { value: "refused", label: "Refused", state: "refused" },
        ]}
      />
      <Pins values={values} onChange={onChange} />
    </div>
  );
}

/** Filters that a link set: shown, and easy to take away. */
function Pins({ values, onChange }: { values: AuditFilterValues; onChange: Change }) {
  const pins: { name: string; text: string; without: Partial<AuditFilterValues> }[] = [];
  if (values.target !== "") pins.push({ name: "target", text: values.target, without: { target: "" } });
  if (values.operation !== "") {
    pins.push({ name: "operation", text: values.operation, without: { operation: "" } });
  }
  if (values.range === null && values.from !== null) {
    pins.push({ name: "from", text: formatInstant(values.from), without: { from: null } });
  }
  if (values.range === null && values.to !== null) {
    pins.push({ name: "to", text: formatInstant(values.to), without: { to: null } });
  }
  return pins.map(({ name, text, without }) => (
    <Button
      key={name}
      size="sm"
      className="max-w-72"
      onClick={() => onChange(without)}
      aria-label={`Take away the filter ${name} ${safeText(text, 80)}`}
    >
      <span className="truncate">
        <span className="text-tertiary">{name}</span> {safeText(text, 60)}
      </span>
      <X aria-hidden size={12} />
    </Button>
  ));
}
