"use client";

import { SafeText } from "#components/ui/safe-text.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { Token } from "#lib/contract/accounts.ts";
import { counted, grouped } from "#lib/domain/words.ts";
import { RevocableTable } from "./revocable-table.tsx";

const columns = [
  { head: "Screens now", cell: (display: Token) => <Screens now={display.openStreams} /> },
  {
    head: "Last seen",
    cell: ({ openStreams, lastUsedAt }: Token) =>
      openStreams > 0 ? "now" : <TimeAgo atMs={lastUsedAt} show="relative" />,
  },
];

/** Every display that was not revoked, with how many screens show it now. */
export function DisplayTable({ displays }: { displays: readonly Token[] }) {
  return (
    <RevocableTable
      label="Displays"
      noun="display"
      tokens={displays}
      columns={columns}
      consequence={(display) => <Consequence display={display} />}
    />
  );
}

function Screens({ now }: { now: number }) {
  return now === 0 ? <span className="text-tertiary">none</span> : grouped(now);
}

function Consequence({ display }: { display: Token }) {
  const name = <SafeText text={display.name} maxLength={80} className="text-primary" />;
  const after = "Its link lets nobody in from then on. For a new one, make another link.";
  if (display.openStreams === 0) {
    return (
      <>
        No screen shows {name} now. {after}
      </>
    );
  }
  return (
    <>
      {counted(display.openStreams, "screen")} now showing {name} will go dark within a second and say when it
      was revoked, and by you. {after}
    </>
  );
}
