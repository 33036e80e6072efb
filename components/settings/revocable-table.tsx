"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
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

/** Tokens of one kind that were not revoked: what is special to the kind, until when each lasts, and how to end it. */
export function RevocableTable(props: {
  label: string;
  noun: "token" | "display";
  tokens: readonly Token[];
  /** Columns between the name and when it expires. */
  columns: readonly { head: string; cell: (token: Token) => ReactNode; className?: string }[];
  /** What follows when it is revoked. */
  consequence: (token: Token) => ReactNode;
}) {
  const { label, noun, tokens, columns, consequence } = props;
  const [revoking, setRevoking] = useState<Token | null>(null);
  const revoke = useMutation(revokeTokenMutation(useQueryClient()));
  return (
    <>
      <Scroll label={label}>
        <Table>
          <thead>
            <tr>
              <HeadCell>Name</HeadCell>
              {columns.map(({ head }) => (
                <HeadCell key={head}>{head}</HeadCell>
              ))}
              <HeadCell>Expires</HeadCell>
              <HeadCell>Made</HeadCell>
              <ActionHeadCell />
            </tr>
          </thead>
          <tbody>
            {tokens.map((token) => (
              <Row key={token.id} className="group">
                <Cell className="max-w-56">
                  <SafeText text={token.name} truncate="middle" />
                </Cell>
                {columns.map(({ head, cell, className }) => (
                  <Cell key={head} className={className}>
                    {cell(token)}
                  </Cell>
                ))}
                <MadeCells token={token} />
                <ActionCell>
                  <Button
                    size="sm"
                    variant="ghost"
                    aria-label={`Revoke ${token.name}`}
                    onClick={() => setRevoking(token)}
                  >
                    Revoke
                  </Button>
                </ActionCell>
              </Row>
            ))}
          </tbody>
        </Table>
      </Scroll>
      <ConfirmDialog
        open={revoking !== null}
        onOpenChange={(open) => !open && setRevoking(null)}
        title={`Revoke this ${noun}?`}
        verb={`Revoke ${noun}`}
        danger
        onConfirm={async () => {
          if (revoking === null) return;
          await revoke.mutateAsync(revoking.id);
          toast.success(`The ${noun} is revoked`);
        }}
      >
        {revoking !== null && <p className="text-sm text-secondary">{consequence(revoking)}</p>}
      </ConfirmDialog>
    </>
  );
}

function MadeCells({ token }: { token: Token }) {
  return (
    <>
      <Cell>
        <Expiry atMs={token.expiresAt} />
      </Cell>
      <Cell>
        <TimeAgo atMs={token.createdAt} show="relative" />
        <span className="ml-2 text-tertiary">
          by <SafeText text={token.createdBy} maxLength={40} />
        </span>
      </Cell>
    </>
  );
}
