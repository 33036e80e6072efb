"use client";

import { useRouter } from "next/navigation";
import { type CSSProperties, type MouseEvent, type ReactNode, useMemo, useRef, useState } from "react";
import { useWidth } from "#components/charts/use-width.ts";
import { useGridWindow } from "#components/locks/use-grid-window.ts";
import { useNarrow } from "#components/locks/use-narrow.ts";
import type { Pace } from "#components/locks/use-paced.ts";
import { moveByKey, useRowKeys } from "#components/locks/use-row-keys.ts";
import { cn } from "#components/ui/cn.ts";
import { ariaSort, headCellClass, SortButton } from "#components/ui/table.tsx";
import { fitColumns } from "./fit-columns.ts";
import { rowLines, useRowPx } from "./use-row-px.ts";

const headPx = 32;

export interface GridColumn<R> {
  id: string;
  label: string;
  /** A track of the grid. */
  width: string;
  numeric?: boolean;
  /** True when the rows can be put in its order. */
  sortable?: boolean;
  /** The interesting end is the large one: the first click sorts from there. */
  descendingFirst?: boolean;
  /** Without it a row does not say what it is about: it cannot be hidden. */
  always?: boolean;
  /** When it goes where there is no room, the first being 1; without it, it stays. */
  leaves?: number;
  cell: (row: R) => ReactNode;
}

interface RowGridProps<R> {
  label: string;
  rows: readonly R[];
  idOf: (row: R) => string;
  hrefOf: (row: R) => string;
  columns: readonly GridColumn<R>[];
  /** Column id, with `-` before it for descending; empty: the default order. */
  sort: string;
  onSort: (sort: string) => void;
  /** The row as one cell of two lines, on a phone. */
  narrowItem: (row: R) => ReactNode;
  pace: Pace;
  complete: boolean;
  /** Columns that the reader does not want. */
  hidden: ReadonlySet<string>;
  resetKey: string;
  /** Wraps the grid with the rows in view, for data that only they need. */
  around?: (visible: readonly R[], grid: ReactNode) => ReactNode;
}

/** The order after a click: the column's first direction, then the other, then the default order. */
function nextOrder(sort: string, column: { id: string; descendingFirst?: boolean }): string {
  const first = column.descendingFirst === true ? `-${column.id}` : column.id;
  const second = column.descendingFirst === true ? column.id : `-${column.id}`;
  if (sort === first) return second;
  return sort === second ? "" : first;
}

/** True when a click means something else: a link of its own, or the end of marking text. */
function isOwnClick(event: MouseEvent): boolean {
  if (event.target instanceof Element && event.target.closest("a, button") !== null) return true;
  return window.getSelection()?.isCollapsed === false;
}

/** A virtual grid of rows that each open a page: row keys, Enter, and a sortable header. */
export function RowGrid<R>(props: RowGridProps<R>) {
  const { label, rows, idOf, hrefOf, hidden, narrowItem, pace, complete, resetKey } = props;
  const router = useRouter();
  const narrow = useNarrow();
  const heightPx = useRowPx();
  const scroller = useRef<HTMLDivElement>(null);
  const widthPx = useWidth(scroller);
  const columns = useMemo(
    () =>
      fitColumns(
        props.columns.filter(({ id }) => !hidden.has(id)),
        widthPx,
      ),
    [props.columns, hidden, widthPx],
  );
  const [active, setActive] = useState<string | null>(null);
  const keyed = useMemo(() => rows.map((row) => ({ id: idOf(row), row })), [rows, idOf]);
  const activeIndex = active === null ? -1 : keyed.findIndex((one) => one.id === active);
  const view = useGridWindow({ scroller, rows: keyed, heightPx, activeIndex, resetKey });
  const onKeyDown = useRowKeys((key) => {
    const current = keyed[activeIndex];
    if (key === "Enter") {
      if (current !== undefined) router.push(hrefOf(current.row));
      return current !== undefined;
    }
    const next = moveByKey(key, activeIndex, keyed.length, view.pageRows);
    const row = next === null ? undefined : keyed[next];
    if (next === null || row === undefined) return false;
    pace.touch();
    setActive(row.id);
    view.focus(next);
    return true;
  });
  const visible = view.items.flatMap((item) => {
    const one = keyed[item.index];
    return one === undefined ? [] : [{ ...one, item }];
  });
  const style = {
    "--columns": columns.map((column) => column.width).join(" "),
    "--lines": rowLines(heightPx),
    height: view.totalPx + (narrow ? 0 : headPx),
  } as CSSProperties;
  const grid = (
    <div
      ref={scroller}
      data-values=""
      className="min-h-0 flex-1 overflow-auto overscroll-contain"
      onPointerMove={pace.touch}
    >
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its rows take the focus and row keys
        role="grid"
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={narrow ? 1 : columns.length}
        aria-busy={!complete}
        className="relative block min-w-min"
        style={style}
        onKeyDown={onKeyDown}
      >
        <GridHead {...props} columns={columns} narrow={narrow} />
        <tbody className="relative block">
          {visible.map(({ id, row, item }) => (
            <tr
              key={id}
              aria-rowindex={item.index + 2}
              data-row={item.index}
              tabIndex={item.index === activeIndex || (activeIndex === -1 && item.index === 0) ? 0 : -1}
              onFocus={() => setActive(id)}
              onClick={(event) => (isOwnClick(event) ? undefined : router.push(hrefOf(row)))}
              style={{ transform: `translateY(${item.start}px)`, height: heightPx }}
              className={cn(
                "absolute inset-x-0 top-0 cursor-pointer border-b border-line hover:bg-hover focus:bg-selected focus-visible:-outline-offset-2",
                narrow ? "block" : "grid grid-cols-(--columns) items-center",
              )}
            >
              {narrow ? (
                <td className="block h-full">{narrowItem(row)}</td>
              ) : (
                <Cells columns={columns} row={row} />
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
  return props.around === undefined
    ? grid
    : props.around(
        visible.map(({ row }) => row),
        grid,
      );
}

function Cells<R>({ columns, row }: { columns: readonly GridColumn<R>[]; row: R }) {
  return columns.map((column) => (
    <td
      key={column.id}
      className={cn("min-w-0 px-2 whitespace-nowrap", column.numeric === true && "text-right tabular-nums")}
    >
      {column.cell(row)}
    </td>
  ));
}

function GridHead<R>({ label, columns, sort, onSort, narrow }: RowGridProps<R> & { narrow: boolean }) {
  if (narrow) {
    return (
      <thead className="sr-only">
        <tr aria-rowindex={1}>
          <th scope="col">{label}</th>
        </tr>
      </thead>
    );
  }
  return (
    <thead className="sticky top-0 z-10 block bg-base">
      <tr aria-rowindex={1} className="grid grid-cols-(--columns)">
        {columns.map((column) => {
          const direction = sort === column.id ? "asc" : sort === `-${column.id}` ? "desc" : null;
          const numeric = column.numeric === true;
          return (
            <th
              key={column.id}
              scope="col"
              {...(column.sortable === true && { "aria-sort": ariaSort(direction) })}
              className={cn(headCellClass, "flex items-center px-2", numeric && "justify-end")}
            >
              {column.sortable === true ? (
                <SortButton
                  direction={direction}
                  numeric={numeric}
                  onSort={() => onSort(nextOrder(sort, column))}
                >
                  {column.label}
                </SortButton>
              ) : (
                column.label
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}
