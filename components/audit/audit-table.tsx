"use client";

import { type CSSProperties, useMemo, useRef } from "react";
import { useWidth } from "#components/charts/use-width.ts";
import { fitColumns } from "#components/live/fit-columns.ts";
import { useRowPx } from "#components/live/use-row-px.ts";
import { useNarrow } from "#components/locks/use-narrow.ts";
import { moveByKey, useRowKeys } from "#components/locks/use-row-keys.ts";
import { cn } from "#components/ui/cn.ts";
import { headCellClass } from "#components/ui/table.tsx";
import type { AuditRow } from "#lib/contract/audit.ts";
import { AuditCells, NarrowAudit } from "./audit-cells.tsx";
import { auditColumns } from "./audit-columns.ts";
import { AuditRowDetail } from "./audit-row-detail.tsx";
import { useAuditWindow } from "./use-audit-window.ts";

/** Room of the button that opens a row. */
const toggleRem = 2;

/** Rows in view of however many there are; one of them opens to its evidence. */
export function AuditTable(props: {
  rows: readonly AuditRow[];
  total: number;
  openSeq: number | null;
  onOpen: (seq: number | null) => void;
  onNearEnd: () => void;
  reading: boolean;
  hidden: ReadonlySet<string>;
  resetKey: string;
}) {
  const { rows, total, openSeq, onOpen, onNearEnd, reading, hidden, resetKey } = props;
  const narrow = useNarrow();
  const scroller = useRef<HTMLDivElement>(null);
  const ids = rows.map((row) => row.seq);
  const heightPx = useRowPx();
  const widthPx = useWidth(scroller);
  const columns = useMemo(
    () =>
      fitColumns(
        auditColumns.filter(({ id }) => !hidden.has(id)),
        Math.max(0, widthPx - toggleRem * 16),
      ),
    [hidden, widthPx],
  );
  const { items, totalPx, measure, show } = useAuditWindow({ scroller, ids, heightPx, resetKey, onNearEnd });
  const focus = (index: number) => {
    show(index);
    const attempt = (left: number) => {
      const found = scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"] button`);
      if (found) found.focus({ preventScroll: true });
      else if (left > 0) requestAnimationFrame(() => attempt(left - 1));
    };
    requestAnimationFrame(() => attempt(3));
  };
  const onKeyDown = useRowKeys((key) => {
    const at = document.activeElement?.closest("[data-index]")?.getAttribute("data-index");
    const next = moveByKey(key, at == null ? -1 : Number(at), rows.length, 10);
    if (next !== null) focus(next);
    return next !== null;
  });
  return (
    <div ref={scroller} data-values="" className="min-h-0 flex-1 overflow-auto overscroll-contain">
      <table
        aria-label="Audit"
        aria-rowcount={total + 1}
        aria-busy={reading}
        className="relative block min-w-min"
        style={
          {
            "--columns": [`${toggleRem}rem`, ...columns.map(({ width }) => width)].join(" "),
            "--row": `${heightPx}px`,
          } as CSSProperties
        }
        onKeyDown={onKeyDown}
      >
        <AuditHead narrow={narrow} columns={columns} />
        <tbody className="relative block" style={{ height: totalPx }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (row === undefined) return null;
            const open = row.seq === openSeq;
            const detailId = `audit-${row.seq}`;
            const toggle = () => onOpen(open ? null : row.seq);
            const Cells = narrow ? NarrowAudit : AuditCells;
            return (
              <tr
                key={item.key}
                ref={measure}
                aria-rowindex={item.index + 2}
                data-index={item.index}
                className={cn(
                  "absolute inset-x-0 top-0 items-center border-b border-line has-[button:hover]:bg-hover",
                  narrow ? "block" : "grid grid-cols-(--columns)",
                )}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <Cells row={row} columns={columns} open={open} detailId={detailId} onToggle={toggle} />
                {open && (
                  <td className="col-span-full block px-3 pb-3 sm:pl-9">
                    <AuditRowDetail row={row} id={detailId} />
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function AuditHead({ narrow, columns }: { narrow: boolean; columns: readonly { label: string }[] }) {
  return (
    <thead className={narrow ? "sr-only" : "sticky top-0 z-10 block bg-base"}>
      <tr aria-rowindex={1} className="grid grid-cols-(--columns)">
        <th scope="col" className={cn(headCellClass, "flex items-center px-2")}>
          <span className="sr-only">Open</span>
        </th>
        {columns.map(({ label }) => (
          <th key={label} scope="col" className={cn(headCellClass, "flex items-center px-2")}>
            {label}
          </th>
        ))}
      </tr>
    </thead>
  );
}
