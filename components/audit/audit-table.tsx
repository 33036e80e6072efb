"use client";

import { type CSSProperties, useRef } from "react";
import { useNarrow } from "#components/locks/use-narrow.ts";
import { moveByKey, useRowKeys } from "#components/locks/use-row-keys.ts";
import { cn } from "#components/ui/cn.ts";
import { headCellClass } from "#components/ui/table.tsx";
import type { AuditRow } from "#lib/contract/audit.ts";
import { AuditCells, NarrowAudit } from "./audit-cells.tsx";
import { AuditRowDetail } from "./audit-row-detail.tsx";
import { useAuditWindow } from "./use-audit-window.ts";

const rowPx = 32;
const narrowRowPx = 60;
const columns = "2rem 11.5rem minmax(7rem,1fr) 10.5rem minmax(11rem,2fr) 6rem minmax(11rem,2fr)";
const heads = ["", "When", "Who", "What", "Target", "Outcome", "Detail"];

/** Rows in view of however many there are; one of them opens to its evidence. */
export function AuditTable(props: {
  rows: readonly AuditRow[];
  total: number;
  openSeq: number | null;
  onOpen: (seq: number | null) => void;
  onNearEnd: () => void;
  reading: boolean;
  resetKey: string;
}) {
  const { rows, total, openSeq, onOpen, onNearEnd, reading, resetKey } = props;
  const narrow = useNarrow();
  const scroller = useRef<HTMLDivElement>(null);
  const ids = rows.map((row) => row.seq);
  const heightPx = narrow ? narrowRowPx : rowPx;
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
        className={cn("relative block", !narrow && "min-w-5xl")}
        style={{ "--columns": columns } as CSSProperties}
        onKeyDown={onKeyDown}
      >
        <AuditHead narrow={narrow} />
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
                <Cells row={row} open={open} detailId={detailId} onToggle={toggle} />
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

function AuditHead({ narrow }: { narrow: boolean }) {
  return (
    <thead className={narrow ? "sr-only" : "sticky top-0 z-10 block bg-base"}>
      <tr aria-rowindex={1} className="grid grid-cols-(--columns)">
        {heads.map((head) => (
          <th key={head} scope="col" className={cn(headCellClass, "flex items-center px-2")}>
            {head === "" ? <span className="sr-only">Open</span> : head}
          </th>
        ))}
      </tr>
    </thead>
  );
}
