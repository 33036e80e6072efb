import type { LockRow } from "#lib/contract/rows.ts";
import { ageText, type Column, table } from "./output.ts";
import { ownerText, stateText } from "./words.ts";

const pathMaxChars = 44;

/** The end of a path is what tells it from others. */
function endOf(path: string): string {
  const chars = [...path];
  return chars.length <= pathMaxChars ? path : `…${chars.slice(1 - pathMaxChars).join("")}`;
}

/** The table of `locksmith ls`: what needs attention comes first, as on the screen. */
export function lockTable(rows: readonly LockRow[], nowAt: number): string {
  const columns: Column<LockRow>[] = [
    { name: "STATE", cell: stateText },
    { name: "RESOURCE", cell: (row) => row.resource },
    { name: "SOURCE", cell: (row) => row.source },
    { name: "NODE", cell: (row) => row.node ?? "-", maxChars: 30 },
    { name: "OWNER", cell: (row) => ownerText(row.holder) },
    { name: "HELD", cell: (row) => ageText(row.heldSince, nowAt), number: true },
    { name: "WAIT", cell: (row) => (row.waiters === 0 ? "" : String(row.waiters)), number: true },
    { name: "REFUSED", cell: (row) => (row.refusals === 0 ? "" : String(row.refusals)), number: true },
    { name: "EPOCH", cell: (row) => (row.epoch === null ? "-" : String(row.epoch)), number: true },
    { name: "PATH", cell: ({ path }) => (path === null ? "-" : endOf(path)) },
    { name: "ID", cell: (row) => row.id, maxChars: 200 },
  ];
  return table(columns, rows);
}
