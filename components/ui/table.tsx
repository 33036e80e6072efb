import { ArrowDown, ArrowUp } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";

/** A dense table. Wrap it in something that scrolls; the header sticks to its top. */
export function Table({ className, ...rest }: ComponentProps<"table">) {
  return <table {...rest} className={cn("w-full border-separate border-spacing-0 text-sm", className)} />;
}

/** Class names of a header cell, for virtual tables too; its padding and alignment are the table's own. */
export const headCellClass =
  "h-8 text-xs font-medium whitespace-nowrap text-tertiary border-b border-line bg-base";

/** Class names of a body cell. */
export const cellClass = "h-8 px-3 whitespace-nowrap border-b border-line";

/** Class names of a body row: hover and selection by tone. */
export const rowClass = "hover:bg-hover aria-selected:bg-selected focus-visible:-outline-offset-2";

/** A column's header; `numeric` aligns it with its figures. */
export function HeadCell({ numeric, className, ...rest }: ComponentProps<"th"> & { numeric?: boolean }) {
  return (
    <th
      scope="col"
      {...rest}
      className={cn(
        headCellClass,
        "sticky top-0 z-10 px-3",
        numeric === true ? "text-right" : "text-left",
        className,
      )}
    />
  );
}

/** A cell; `numeric` aligns right, in tabular figures. */
export function Cell({ numeric, className, ...rest }: ComponentProps<"td"> & { numeric?: boolean }) {
  return <td {...rest} className={cn(cellClass, numeric === true && "text-right tabular-nums", className)} />;
}

/** A row that lights up under the pointer. */
export function Row({ className, ...rest }: ComponentProps<"tr">) {
  return <tr {...rest} className={cn(rowClass, className)} />;
}

export type SortDirection = "asc" | "desc";

/** The value of `aria-sort` for a column's header cell. */
export function ariaSort(direction: SortDirection | null): "ascending" | "descending" | "none" {
  if (direction === null) return "none";
  return direction === "asc" ? "ascending" : "descending";
}

/** The button inside a header cell that sorts by it. Put `aria-sort={ariaSort(…)}` on the cell. */
export function SortButton(props: {
  direction: SortDirection | null;
  onSort: () => void;
  numeric?: boolean;
  children: ReactNode;
}) {
  const { direction, onSort, numeric = false, children } = props;
  const Arrow = direction === "desc" ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      onClick={onSort}
      className={cn(
        "-mx-1 inline-flex h-6 items-center gap-1 rounded-xs px-1 hover:text-primary",
        numeric && "flex-row-reverse",
        direction !== null && "text-primary",
      )}
    >
      {children}
      <Arrow aria-hidden size={12} className={direction === null ? "opacity-0" : ""} />
    </button>
  );
}
