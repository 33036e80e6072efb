import { MonoId } from "#components/ui/mono-id.tsx";
import { Quantity } from "#components/ui/quantity.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { ownerHref } from "#lib/client/paths.ts";
import type { LockRow, OwnerRef } from "#lib/contract/rows.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { RowLink } from "./row-link.tsx";

/** Characters at the end of a name that never give way: names differ at their end. */
const nameEndChars = 14;

/** Name of a resource that gives way at its start, so that what distinguishes it stays. */
export function ResourceName({ name, className }: { name: string; className?: string }) {
  return <MonoId id={name} keepEnd={nameEndChars} {...(className === undefined ? {} : { className })} />;
}

/** What a person calls an owner: its service, else its command without the program's folder, else its PID. */
export function ownerName(owner: OwnerRef): string {
  if (owner.service !== null) return owner.service;
  if (owner.command !== null && owner.command !== "") return owner.command.replace(/^\S*\/(?=\S)/, "");
  return owner.pid === null ? owner.ownerId : `PID ${owner.pid}`;
}

/** Owner in one line: name, process and node. `linked` is for rows of the grid. */
export function OwnerCell({ owner, linked = true }: { owner: OwnerRef | null; linked?: boolean }) {
  if (owner === null) return <span className="text-tertiary">nobody</span>;
  // Services differ at their end; of a command the program comes first.
  const truncate = owner.service === null ? true : "middle";
  const name = <SafeText text={ownerName(owner)} maxLength={60} truncate={truncate} className="max-w-full" />;
  return (
    <span className="flex min-w-0 items-baseline gap-1.5">
      {linked ? (
        <RowLink href={ownerHref(owner.ownerId)} className="min-w-0 shrink hover:underline">
          {name}
        </RowLink>
      ) : (
        <span className="min-w-0 shrink">{name}</span>
      )}
      {owner.pid !== null && <span className="shrink-0 text-tertiary tabular-nums">{owner.pid}</span>}
      <SafeText
        text={owner.node}
        maxLength={60}
        truncate="middle"
        className="max-w-1/2 shrink-0 text-secondary"
      />
    </span>
  );
}

/** Where a lock comes from: `native lease`, `kernel flock`. */
export function sourceWords(row: Pick<LockRow, "source" | "type" | "mode">): string {
  const type = row.source === "native" ? "native" : `kernel ${safeText(row.type, 16)}`;
  return row.mode === "shared" ? `${type}, shared` : type;
}

/** The verdict on the owner; a dash for a lock that nobody holds. */
export function VerdictCell({ verdict }: { verdict: LockRow["verdict"] }) {
  if (verdict === null) return <span className="text-tertiary">–</span>;
  return <StateBadge state={verdict} />;
}

/** A count that matters only when it is not zero. */
export function CountCell({ value, loud = false }: { value: number; loud?: boolean }) {
  if (value === 0) return <span className="text-tertiary">0</span>;
  return <Quantity value={value} className={loud ? "font-medium text-hot-text" : "text-primary"} />;
}
