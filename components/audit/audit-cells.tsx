import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { SafeText } from "#components/ui/safe-text.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { AuditRow } from "#lib/contract/audit.ts";
import type { AuditColumnId } from "./audit-columns.ts";
import { actorParts } from "./audit-words.ts";

interface Props {
  row: AuditRow;
  columns: readonly { id: AuditColumnId }[];
  open: boolean;
  detailId: string;
  onToggle: () => void;
}

function Toggle({
  row,
  open,
  detailId,
  onToggle,
  children,
  className,
}: Props & { children?: ReactNode; className?: string }) {
  return (
    <button
      type="button"
      aria-expanded={open}
      {...(open && { "aria-controls": detailId })}
      aria-label={`Row ${row.seq}: ${row.action}, ${row.outcome}`}
      onClick={onToggle}
      className={className}
    >
      <ChevronRight aria-hidden size={14} className={cn("shrink-0 text-tertiary", open && "rotate-90")} />
      {children}
    </button>
  );
}

const cells: Readonly<Record<AuditColumnId, (row: AuditRow) => ReactNode>> = {
  when: (row) => <TimeAgo atMs={row.at} show="absolute" className="tabular-nums" />,
  who: (row) => <SafeText text={actorParts(row.actor).name} maxLength={80} truncate="middle" />,
  what: (row) => <SafeText text={row.action} maxLength={80} mono truncate="middle" className="text-xs" />,
  target: (row) => <SafeText text={row.target} maxLength={200} mono truncate="middle" className="text-xs" />,
  outcome: (row) => <StateBadge state={row.outcome} />,
  detail: (row) =>
    (row.detail !== "" || row.reason !== null) && (
      <SafeText
        text={row.detail === "" ? (row.reason ?? "") : row.detail}
        maxLength={200}
        truncate
        className="text-secondary"
      />
    ),
};

/** The cells of a row on a wide screen; a click anywhere in it is a click on its button. */
export function AuditCells(props: Props) {
  return (
    <>
      <td className="flex h-(--row) justify-center">
        <Toggle
          {...props}
          className="flex h-6 w-7 items-center justify-center self-center rounded-sm before:absolute before:inset-x-0 before:top-0 before:h-(--row) focus-visible:-outline-offset-2"
        />
      </td>
      {props.columns.map(({ id }) => (
        <td key={id} className="min-w-0 px-2 text-sm whitespace-nowrap">
          {cells[id](props.row)}
        </td>
      ))}
    </>
  );
}

/** One row on a phone: the whole of it opens. */
export function NarrowAudit(props: Props) {
  const { row } = props;
  const { name } = actorParts(row.actor);
  return (
    <td className="block">
      <Toggle
        {...props}
        className="flex h-15 w-full items-center gap-2 px-1 text-left focus-visible:-outline-offset-2"
      >
        <span className="flex min-w-0 flex-1 flex-col gap-0.5">
          <span className="flex items-center justify-between gap-3">
            <SafeText text={row.action} maxLength={60} mono truncate="middle" className="min-w-0 text-sm" />
            <StateBadge state={row.outcome} className="shrink-0 text-xs" />
          </span>
          <span className="flex justify-between gap-3 text-xs text-tertiary">
            <SafeText
              text={`${name} · ${row.target}`}
              maxLength={120}
              truncate="middle"
              className="min-w-0"
            />
            <TimeAgo atMs={row.at} show="relative" className="shrink-0" />
          </span>
        </span>
      </Toggle>
    </td>
  );
}
