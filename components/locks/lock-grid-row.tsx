"use client";

import { type MouseEvent, memo } from "react";
import { cn } from "#components/ui/cn.ts";
import { lockHref } from "#lib/client/paths.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import { type ColumnId, lookOf } from "./column-looks.ts";
import { lockColumns } from "./lock-columns.tsx";
import { LockListItem } from "./lock-list-item.tsx";

interface LockGridRowProps {
  lock: LockRow;
  /** Its number among all that match, from 0. */
  index: number;
  offsetPx: number;
  heightPx: number;
  /** Focusable by Tab: one row of the grid is. */
  active: boolean;
  /** It went since the rows were last put in order. */
  gone: boolean;
  narrow: boolean;
  /** The columns shown; the same list while they are the same. */
  columns: readonly ColumnId[];
  onActivate: (id: string, index: number) => void;
  /** Leads to a page: the lock's own, or one that a link in the row names. */
  onOpen: (lock: LockRow, href: string) => void;
}

/** Where a click in a row leads; null when it means something else: a new tab, or the end of marking text. */
function hrefOfClick(event: MouseEvent, lock: LockRow): string | null {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return null;
  if (window.getSelection()?.isCollapsed === false) return null;
  const link = event.target instanceof Element ? event.target.closest("a[data-go]") : null;
  return link?.getAttribute("href") ?? lockHref(lock.source, lock.key);
}

function GridRow(props: LockGridRowProps) {
  const { lock, index, offsetPx, heightPx, active, gone, narrow, columns, onActivate, onOpen } = props;
  return (
    <tr
      aria-rowindex={index + 2}
      data-row={index}
      data-lock={lock.id}
      tabIndex={active ? 0 : -1}
      onFocus={() => onActivate(lock.id, index)}
      onClick={(event) => {
        const href = hrefOfClick(event, lock);
        if (href === null) return;
        event.preventDefault();
        onOpen(lock, href);
      }}
      style={{ transform: `translateY(${offsetPx}px)`, height: heightPx }}
      className={cn(
        "absolute inset-x-0 top-0 cursor-pointer border-b border-line hover:bg-hover focus:bg-selected",
        "focus-visible:-outline-offset-2",
        narrow ? "block" : "grid grid-cols-(--columns) items-center",
        gone && "text-tertiary line-through opacity-60",
      )}
    >
      {narrow ? (
        <td className="block h-full">
          <LockListItem lock={lock} />
        </td>
      ) : (
        columns.map((id) => (
          <td
            key={id}
            className={cn("min-w-0 px-2 whitespace-nowrap", lookOf(id).numeric && "text-right tabular-nums")}
          >
            {lockColumns[id](lock)}
          </td>
        ))
      )}
    </tr>
  );
}

/** A row is drawn again only when what it shows changed. */
export const LockGridRow = memo(GridRow);
