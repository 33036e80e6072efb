"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { Cell, HeadCell, Row, Table } from "#components/ui/table.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { revokeTokenMutation } from "#lib/client/accounts.ts";
import type { Token } from "#lib/contract/accounts.ts";
import { ActionCell, ActionHeadCell } from "./action-cell.tsx";
import { Expiry } from "./expiry.tsx";
import { Scroll } from "./scroll.tsx";

/** Every token that was not revoked. */
export function TokenTable({ tokens }: { tokens: readonly Token[] }) {
  const [revoking, setRevoking] = useState<Token | null>(null);
  return (
    <>
      <Scroll label="Tokens">
        <Table>
          <thead>
            <tr>
              <HeadCell>Name</HeadCell>
              <HeadCell>Scope</HeadCell>
              <HeadCell>Starts with</HeadCell>
              <HeadCell>Last used</HeadCell>
              <HeadCell>Expires</HeadCell>
              <HeadCell>Made</HeadCell>
              <ActionHeadCell />
            </tr>
          </thead>
          <tbody>
            {tokens.map((token) => (
              <TokenRow key={token.id} token={token} onRevoke={() => setRevoking(token)} />
            ))}
          </tbody>
        </Table>
      </Scroll>
      <RevokeToken token={revoking} onClose={() => setRevoking(null)} />
    </>
  );
}

function TokenRow({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  return (
    <Row className="group">
      <Cell className="max-w-56">
        <SafeText text={token.name} truncate="middle" />
      </Cell>
      <Cell className="max-w-56">
        <Scope token={token} />
      </Cell>
      <Cell className="font-mono text-xs">{token.prefix}…</Cell>
      <Cell>
        <TimeAgo atMs={token.lastUsedAt} show="relative" />
      </Cell>
      <Cell>
        <Expiry atMs={token.expiresAt} />
      </Cell>
      <Cell>
        <TimeAgo atMs={token.createdAt} show="relative" />
        <span className="ml-2 text-tertiary">
          by <SafeText text={token.createdBy} maxLength={40} />
        </span>
      </Cell>
      <ActionCell>
        <Button size="sm" variant="ghost" aria-label={`Revoke ${token.name}`} onClick={onRevoke}>
          Revoke
        </Button>
      </ActionCell>
    </Row>
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

function RevokeToken({ token, onClose }: { token: Token | null; onClose: () => void }) {
  const revoke = useMutation(revokeTokenMutation(useQueryClient()));
  return (
    <ConfirmDialog
      open={token !== null}
      onOpenChange={(open) => !open && onClose()}
      title="Revoke this token?"
      verb="Revoke token"
      danger
      onConfirm={async () => {
        if (token === null) return;
        await revoke.mutateAsync(token.id);
        toast.success("The token is revoked");
      }}
    >
      {token !== null && (
        <p className="text-sm text-secondary">
          <SafeText text={token.name} maxLength={80} className="text-primary" /> (
          <span className="font-mono text-xs">{token.prefix}…</span>,{" "}
          {token.node === null ? token.scope : <SafeText text={`agent of ${token.node}`} maxLength={80} />})
          is worth nothing from then on. Whatever uses it is refused at once
          {token.scope === "agent" && ", and its node turns silent"}. Last used:{" "}
          <TimeAgo atMs={token.lastUsedAt} show="relative" />.
        </p>
      )}
    </ConfirmDialog>
  );
}
