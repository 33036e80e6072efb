"use client";

import { Columns3 } from "lucide-react";
import { Button } from "#components/ui/button.tsx";
import { Menu, MenuCheck, MenuLabel } from "#components/ui/menu.tsx";
import { SearchInput } from "#components/ui/search-input.tsx";
import { Select } from "#components/ui/select.tsx";
import { type ColumnId, columnIds, columnLooks } from "./column-looks.ts";
import type { Change } from "./lock-filters.tsx";
import type { LockSearch } from "./lock-search.ts";

const sortChoices = [
  { value: "attention", label: "Needs attention" },
  { value: "resource", label: "Name" },
  { value: "held", label: "Held longest" },
  { value: "-waiters", label: "Most waiting" },
  { value: "-beat", label: "Last beat" },
] as const;

/** Search as you type, the order on a phone (where no column can be clicked), and the columns elsewhere. */
export function LockSearchBar(props: {
  search: LockSearch;
  onChange: Change;
  hidden: ReadonlySet<ColumnId>;
  onHide: (id: ColumnId, hide: boolean) => void;
}) {
  const { search, onChange, hidden, onHide } = props;
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
      <div className="max-sm:hidden">
        <ColumnMenu hidden={hidden} onHide={onHide} />
      </div>
    </>
  );
}

function ColumnMenu(props: { hidden: ReadonlySet<ColumnId>; onHide: (id: ColumnId, hide: boolean) => void }) {
  const { hidden, onHide } = props;
  return (
    <Menu
      trigger={
        <Button variant="ghost" icon={<Columns3 aria-hidden size={14} />}>
          Columns
        </Button>
      }
    >
      <MenuLabel>Columns to show</MenuLabel>
      {columnIds
        .filter((id) => !("always" in columnLooks[id]))
        .map((id) => (
          <MenuCheck key={id} checked={!hidden.has(id)} onCheckedChange={(shown) => onHide(id, !shown)}>
            {columnLooks[id].label}
          </MenuCheck>
        ))}
    </Menu>
  );
}
