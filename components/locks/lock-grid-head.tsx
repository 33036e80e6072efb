import { FlexRender, type ReactTable } from "@tanstack/react-table";
import { cn } from "#components/ui/cn.ts";
import { ariaSort, headCellClass, SortButton, type SortDirection } from "#components/ui/table.tsx";
import type { LockRow } from "#lib/contract/rows.ts";
import { parseLockOrder } from "#lib/domain/lock-query.ts";
import { lookOf, nextSort } from "./column-looks.ts";
import type { lockTableFeatures } from "./lock-columns.tsx";

/** The header row; it stays at the top. On a phone it is only there for those who listen. */
export function LockGridHead(props: {
  table: ReactTable<typeof lockTableFeatures, LockRow>;
  sort: string;
  onSort: (sort: string) => void;
  narrow: boolean;
}) {
  const { table, sort, onSort, narrow } = props;
  const order = parseLockOrder(sort);
  if (narrow) {
    return (
      <thead className="sr-only">
        <tr aria-rowindex={1}>
          <th scope="col">Lock</th>
        </tr>
      </thead>
    );
  }
  return (
    <thead className="sticky top-0 z-10 block bg-base">
      <tr aria-rowindex={1} className="grid grid-cols-(--columns)">
        {table.getFlatHeaders().map((header) => {
          const look = lookOf(header.column.id);
          const mine = look.sort !== undefined && order?.key === look.sort;
          const direction: SortDirection | null = mine ? (order.descending ? "desc" : "asc") : null;
          const title = <FlexRender header={header} />;
          return (
            <th
              key={header.id}
              scope="col"
              {...(look.sort !== undefined && { "aria-sort": ariaSort(direction) })}
              className={cn(headCellClass, "flex items-center px-2", look.numeric && "justify-end")}
            >
              {look.sort === undefined ? (
                title
              ) : (
                <SortButton
                  direction={direction}
                  numeric={look.numeric === true}
                  onSort={() => onSort(nextSort(sort, look.sort ?? "", look.descendingFirst === true))}
                >
                  {title}
                </SortButton>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
