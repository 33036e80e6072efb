"use client";

import { useRouter } from "next/navigation";
import { type CSSProperties, type RefObject, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useWidth } from "#components/charts/use-width.ts";
import { useRowPx } from "#components/live/use-row-px.ts";
import { lockHref } from "#lib/client/paths.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import { columnIds, columnLooks, fittingColumns } from "./column-looks.ts";
import { LockGridHead } from "./lock-grid-head.tsx";
import { LockGridRow } from "./lock-grid-row.tsx";
import { leavePlace, takePlace } from "./lock-place.ts";
import { RowBeatsProvider } from "./row-beats.tsx";
import { useGridWindow } from "./use-grid-window.ts";
import type { LockRows } from "./use-lock-rows.ts";
import { useNarrow } from "./use-narrow.ts";
import type { Pace } from "./use-paced.ts";
import { moveByKey, useRowKeys } from "./use-row-keys.ts";

const headPx = 32;

/**
 * The virtual grid of locks. Only rows in view are in the document; `aria-rowcount` and `aria-rowindex` say where
 * they are among all. One row is reached by Tab, the rest by row keys.
 */
export function LockGrid(props: {
  locks: LockRows;
  sort: string;
  onSort: (sort: string) => void;
  hidden: ReadonlySet<string>;
  pace: Pace;
  /** Changes with filter and order: the view starts at the top again. */
  resetKey: string;
}) {
  const { locks, sort, onSort, hidden, pace, resetKey } = props;
  const router = useRouter();
  const narrow = useNarrow();
  const heightPx = useRowPx();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<{ id: string; index: number } | null>(null);
  const activeIndex = indexOfActive(locks.rows, active);
  const open = useCallback(
    (lock: LockRow, href: string) => {
      const offsetPx = scroller.current?.scrollTop ?? 0;
      leavePlace({ search: window.location.search, id: lock.id, offsetPx });
      router.push(href);
    },
    [router],
  );
  const view = useGridWindow({ scroller, rows: locks.rows, heightPx, activeIndex, resetKey });
  const visible = view.items.flatMap((item) => {
    const row = locks.rows[item.index];
    return row === undefined ? [] : [{ ...locks.newest(row), item }];
  });
  const shown = useShownColumns(scroller, hidden);
  const move = (key: string): boolean => {
    if (key === "Enter") {
      const row = locks.rows[activeIndex];
      if (row !== undefined) open(row, lockHref(row.source, row.key));
      return row !== undefined;
    }
    const next = moveByKey(key, activeIndex, locks.rows.length, view.pageRows);
    const row = next === null ? undefined : locks.rows[next];
    if (next === null || row === undefined) return false;
    pace.touch();
    setActive({ id: row.id, index: next });
    view.focus(next);
    return true;
  };
  const onKeyDown = useRowKeys(move);
  useReturn(scroller, locks.rows, (id, index) => {
    setActive({ id, index });
    view.focus(index);
  });
  const onActivate = useCallback((id: string, index: number) => setActive({ id, index }), []);
  const style = {
    "--columns": shown.map((id) => columnLooks[id].width).join(" "),
    height: view.totalPx + (narrow ? 0 : headPx),
  } as CSSProperties;
  return (
    <RowBeatsProvider rows={visible.map(({ row }) => row)}>
      <div
        ref={scroller}
        data-values=""
        className="min-h-0 flex-1 overflow-auto overscroll-contain"
        onPointerMove={pace.touch}
        onPointerDown={() => pace.press(true)}
        onPointerUp={() => pace.press(false)}
        onPointerCancel={() => pace.press(false)}
        onPointerLeave={() => pace.press(false)}
      >
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its rows take the focus and row keys
          role="grid"
          aria-label="Locks"
          aria-rowcount={locks.matching + 1}
          aria-colcount={narrow ? 1 : shown.length}
          aria-busy={!locks.complete}
          className="relative block min-w-min"
          style={style}
          onKeyDown={onKeyDown}
        >
          <LockGridHead columns={shown} sort={sort} onSort={onSort} narrow={narrow} />
          <tbody className="relative block">
            {visible.map(({ row, gone, item }) => (
              <LockGridRow
                key={row.id}
                lock={row}
                index={item.index}
                offsetPx={item.start}
                heightPx={heightPx}
                active={item.index === activeIndex || (activeIndex === -1 && item.index === 0)}
                gone={gone}
                narrow={narrow}
                columns={shown}
                onActivate={onActivate}
                onOpen={open}
              />
            ))}
          </tbody>
        </table>
      </div>
    </RowBeatsProvider>
  );
}

/** The columns that the reader wants and that have room. */
function useShownColumns(scroller: RefObject<HTMLDivElement | null>, hidden: ReadonlySet<string>) {
  const widthPx = useWidth(scroller);
  return useMemo(() => {
    const wanted = columnIds.filter((id) => !hidden.has(id));
    return fittingColumns(wanted, widthPx);
  }, [hidden, widthPx]);
}

/** Back at the row that was opened: where the list was scrolled to, with the focus on that row. */
function useReturn(
  scroller: RefObject<HTMLDivElement | null>,
  rows: readonly LockRow[],
  focus: (id: string, index: number) => void,
): void {
  const latest = useRef({ rows, focus });
  useEffect(() => {
    latest.current = { rows, focus };
  });
  useEffect(() => {
    const place = takePlace(window.location.search);
    if (place === null) return;
    const index = latest.current.rows.findIndex((row) => row.id === place.id);
    if (index === -1) return;
    scroller.current?.scrollTo({ top: place.offsetPx });
    latest.current.focus(place.id, index);
  }, [scroller]);
}

/** Where the active row is now: rows move, so its number is only a first guess. */
function indexOfActive(rows: readonly LockRow[], active: { id: string; index: number } | null): number {
  if (active === null) return -1;
  if (rows[active.index]?.id === active.id) return active.index;
  return rows.findIndex((row) => row.id === active.id);
}
