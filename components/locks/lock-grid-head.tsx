import { cn } from "#components/ui/cn.ts";
import { ariaSort, headCellClass, SortButton, type SortDirection } from "#components/ui/table.tsx";
import { parseLockOrder } from "#lib/domain/lock-query.ts";
import { type ColumnId, lookOf, nextSort } from "./column-looks.ts";

/** The header row; it stays at the top. On a phone it is only there for those who listen. */
export function LockGridHead(props: {
  columns: readonly ColumnId[];
  sort: string;
  onSort: (sort: string) => void;
  narrow: boolean;
}) {
  const { columns, sort, onSort, narrow } = props;
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
        {columns.map((id) => {
          const look = lookOf(id);
          const mine = look.sort !== undefined && order?.key === look.sort;
          const direction: SortDirection | null = mine ? (order.descending ? "desc" : "asc") : null;
          return (
            <th
              key={id}
              scope="col"
              {...(look.sort !== undefined && { "aria-sort": ariaSort(direction) })}
              className={cn(headCellClass, "flex items-center px-2", look.numeric && "justify-end")}
            >
              {look.sort === undefined ? (
                look.label
              ) : (
                <SortButton
                  direction={direction}
                  numeric={look.numeric === true}
                  onSort={() => onSort(nextSort(sort, look.sort ?? "", look.descendingFirst === true))}
                >
                  {look.label}
                </SortButton>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
