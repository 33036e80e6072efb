"use client";

import { SearchInput } from "#components/ui/search-input.tsx";
import { Select } from "#components/ui/select.tsx";
import type { Change } from "./lock-filters.tsx";
import type { LockSearch } from "./lock-search.ts";

const sortChoices = [
  { value: "attention", label: "Needs attention" },
  { value: "resource", label: "Name" },
  { value: "held", label: "Held longest" },
  { value: "-waiters", label: "Most waiting" },
  { value: "-beat", label: "Last beat" },
] as const;

/** Search as you type, and the order on a phone, where no column can be clicked. */
export function LockSearchBar(props: { search: LockSearch; onChange: Change }) {
  const { search, onChange } = props;
  return (
    <>
      <SearchInput
        label="Filter locks by name, path, owner or node"
        placeholder="Name, path, owner"
        value={search.q}
        onValueChange={(q) => onChange({ q })}
        className="flex-1"
      />
      <Select
        aria-label="Order"
        value={sortChoices.some((choice) => choice.value === search.sort) ? search.sort : "attention"}
        onValueChange={(sort) => onChange({ sort: sort as LockSearch["sort"] })}
        options={sortChoices}
        className="w-36 shrink-0 sm:hidden"
      />
    </>
  );
}
