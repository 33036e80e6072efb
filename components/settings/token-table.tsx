"use client";

import { SafeText } from "#components/ui/safe-text.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { Token } from "#lib/contract/accounts.ts";
import { RevocableTable } from "./revocable-table.tsx";

const columns = [
  { head: "Scope", className: "max-w-56", cell: (token: Token) => <Scope token={token} /> },
  { head: "Starts with", className: "font-mono text-xs", cell: (token: Token) => `${token.prefix}…` },
  { head: "Last used", cell: (token: Token) => <TimeAgo atMs={token.lastUsedAt} show="relative" /> },
];

/** Every token that was not revoked. */
export function TokenTable({ tokens }: { tokens: readonly Token[] }) {
  return (
    <RevocableTable
      label="Tokens"
      noun="token"
      tokens={tokens}
      columns={columns}
      consequence={(token) => <Consequence token={token} />}
    />
  );
}

function Scope({ token }: { token: Token }) {
  if (token.node === null) return token.scope;
  return (
    <span className="flex gap-1">
      agent of
      <SafeText text={token.node} mono truncate="middle" className="text-xs leading-5" />
    </span>
  );
}

function Consequence({ token }: { token: Token }) {
  return (
    <>
      <SafeText text={token.name} maxLength={80} className="text-primary" /> (
      <span className="font-mono text-xs">{token.prefix}…</span>,{" "}
      {token.node === null ? token.scope : <SafeText text={`agent of ${token.node}`} maxLength={80} />}) is
      worth nothing from then on. Whatever uses it is refused at once
      {token.scope === "agent" && ", and its node turns silent"}. Last used:{" "}
      <TimeAgo atMs={token.lastUsedAt} show="relative" />.
    </>
  );
}
