import {
  createLoader,
  parseAsArrayOf,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import type { Filter } from "#lib/client/query-keys.ts";

/** Time ranges that end now. */
export const auditRanges = {
  "1h": 3_600_000,
  "24h": 86_400_000,
  "7d": 604_800_000,
  "30d": 2_592_000_000,
} as const;
export type AuditRange = keyof typeof auditRanges;

/** What the address of the audit holds. */
export const auditSearchParsers = {
  q: parseAsString.withDefault(""),
  actor: parseAsString.withDefault(""),
  action: parseAsString.withDefault(""),
  outcome: parseAsStringLiteral(["done", "refused"]),
  range: parseAsStringLiteral(Object.keys(auditRanges) as AuditRange[]),
  /** Exact times in epoch ms, from a link. */
  from: parseAsInteger,
  to: parseAsInteger,
  target: parseAsString.withDefault(""),
  operation: parseAsString.withDefault(""),
  /** Columns that are shown; null: those that the reader has not hidden. */
  cols: parseAsArrayOf(parseAsString),
  /** The row that is open. */
  row: parseAsInteger,
};
export const loadAuditSearch = createLoader(auditSearchParsers);

interface AuditSearch {
  q: string;
  actor: string;
  action: string;
  outcome: "done" | "refused" | null;
  range: AuditRange | null;
  from: number | null;
  to: number | null;
  target: string;
  operation: string;
}

const minuteMs = 60_000;

/** The server's filter. A range counts back from the beginning of this minute, so that it stays the same for a while. */
export function auditFilterOf(search: AuditSearch, nowMs: number): Filter {
  const { q, actor, action, outcome, range, target, operation } = search;
  const from = range === null ? search.from : Math.floor(nowMs / minuteMs) * minuteMs - auditRanges[range];
  const all = { q, actor, action, outcome, from, to: range === null ? search.to : null, target, operation };
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== "" && value !== null),
  ) as Filter;
}
