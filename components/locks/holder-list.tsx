import Link from "next/link";
import { CopyId } from "#components/ui/copy-id.tsx";
import { KeyValues } from "#components/ui/key-values.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { nodeHref, ownerHref } from "#lib/client/paths.ts";
import type { HolderDetail } from "#lib/contract/locks.ts";
import { grouped } from "#lib/domain/words.ts";
import { ownerName } from "./lock-cells.tsx";

const roleWords = {
  holder: "True holder",
  taker: "Recorded taker, does not hold it",
  command: "Runs under the lease",
} as const;
const aliveLooks = {
  yes: { state: "live", word: "Alive" },
  no: { state: "orphan", word: "Gone" },
  unknown: { state: "unknown", word: "Not known" },
} as const;
/** Nobody owns an orphan: who still has its descriptor is a process that runs, no owner that lives. */
const leftOver = { state: "held", word: "Runs", role: "Still has the descriptor, did not take it" } as const;
const shownMax = 20;

/** Everybody who holds it, or is recorded as its taker, with the whole identity: a PID alone proves nothing. */
export function HolderList(props: {
  holders: readonly HolderDetail[];
  none: string;
  /** A kernel lock whose owner is proven gone. */
  ownerGone: boolean;
}) {
  const { holders, none, ownerGone } = props;
  if (holders.length === 0) return <p className="text-sm text-secondary">{none}</p>;
  return (
    <ul className="flex flex-col gap-4">
      {holders.slice(0, shownMax).map((holder) => (
        <Holder
          key={`${holder.role} ${holder.ownerId} ${holder.pid}`}
          holder={holder}
          ownerGone={ownerGone}
        />
      ))}
      {holders.length > shownMax && (
        <li className="text-sm text-secondary">and {grouped(holders.length - shownMax)} more</li>
      )}
    </ul>
  );
}

function Holder({ holder, ownerGone }: { holder: HolderDetail; ownerGone: boolean }) {
  const isLeftOver = ownerGone && holder.role === "holder" && holder.alive === "yes";
  const alive = isLeftOver ? leftOver : aliveLooks[holder.alive];
  const facts = [
    { label: "Node", value: holder.node === "" ? null : <NodeLink node={holder.node} /> },
    { label: "PID", value: numberOr(holder.pid) },
    { label: "Start time", value: holder.startTime === null ? null : `${holder.startTime} ticks after boot` },
    { label: "Started", value: holder.startedAt === null ? null : <TimeAgo atMs={holder.startedAt} /> },
    { label: "Boot id", value: mono(holder.bootId, "the boot id") },
    { label: "PID namespace", value: mono(holder.pidNs, "the PID namespace") },
    { label: "User", value: text(holder.user) },
    { label: "Unit", value: text(holder.unit) },
    { label: "Mode", value: holder.mode },
  ];
  const known = facts.filter(({ value }) => value !== null);
  const missing = facts.filter(({ value }) => value === null);
  return (
    <li>
      <div className="mb-1.5 flex flex-wrap items-center gap-x-3 gap-y-1">
        <Link
          href={ownerHref(holder.ownerId)}
          className="min-w-0 font-medium underline-offset-2 hover:underline"
        >
          <SafeText text={ownerName(holder)} maxLength={80} />
        </Link>
        <StateBadge state={alive.state} label={alive.word} />
        <span className="text-xs text-tertiary">{isLeftOver ? leftOver.role : roleWords[holder.role]}</span>
      </div>
      {holder.command !== null && holder.service !== null && (
        <SafeText
          text={holder.command}
          maxLength={200}
          mono
          className="mb-1.5 block text-xs text-secondary"
        />
      )}
      <KeyValues items={known.map(({ label, value }) => ({ id: label, label, value }))} />
      {missing.length > 0 && (
        <p className="mt-1.5 text-xs text-tertiary">
          Not known: {missing.map(({ label }) => label.replace(/^[A-Z](?=[a-z])/, lower)).join(", ")}
        </p>
      )}
    </li>
  );
}

const lower = (letter: string) => letter.toLowerCase();

function numberOr(value: number | null) {
  return value === null ? null : <span className="font-mono">{value}</span>;
}

function mono(value: string | null, label: string) {
  return value === null || value === "" ? null : <CopyId id={value} keepEnd={12} label={label} />;
}

function text(value: string | null) {
  return value === null || value === "" ? null : <SafeText text={value} maxLength={120} />;
}

function NodeLink({ node }: { node: string }) {
  return (
    <Link href={nodeHref(node)} className="underline-offset-2 hover:underline">
      <SafeText text={node} maxLength={120} />
    </Link>
  );
}
