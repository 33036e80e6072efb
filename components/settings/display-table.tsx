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
import { counted } from "#lib/domain/words.ts";
import { ActionCell, ActionHeadCell } from "./action-cell.tsx";
import { Expiry } from "./expiry.tsx";
import { Scroll } from "./scroll.tsx";

/** Every display that was not revoked, with how many screens show it now. */
export function DisplayTable({ displays }: { displays: readonly Token[] }) {
  const [revoking, setRevoking] = useState<Token | null>(null);
  return (
    <>
      <Scroll label="Displays">
        <Table>
          <thead>
            <tr>
              <HeadCell>Name</HeadCell>
              <HeadCell>Screens now</HeadCell>
              <HeadCell>Last seen</HeadCell>
              <HeadCell>Expires</HeadCell>
              <HeadCell>Made</HeadCell>
              <ActionHeadCell />
            </tr>
          </thead>
          <tbody>
            {displays.map((display) => (
              <DisplayRow key={display.id} display={display} onRevoke={() => setRevoking(display)} />
            ))}
          </tbody>
        </Table>
      </Scroll>
      <RevokeDisplay display={revoking} onClose={() => setRevoking(null)} />
    </>
  );
}

function DisplayRow({ display, onRevoke }: { display: Token; onRevoke: () => void }) {
  const { openStreams } = display;
  return (
    <Row className="group">
      <Cell className="max-w-72">
        <SafeText text={display.name} truncate />
      </Cell>
      <Cell className={openStreams === 0 ? "text-tertiary" : undefined}>
        {openStreams === 0 ? "none" : openStreams}
      </Cell>
      <Cell>{openStreams > 0 ? "now" : <TimeAgo atMs={display.lastUsedAt} show="relative" />}</Cell>
      <Cell>
        <Expiry atMs={display.expiresAt} />
      </Cell>
      <Cell>
        <TimeAgo atMs={display.createdAt} show="relative" />
        <span className="ml-2 text-tertiary">
          by <SafeText text={display.createdBy} maxLength={40} />
        </span>
      </Cell>
      <ActionCell>
        <Button size="sm" variant="ghost" aria-label={`Revoke ${display.name}`} onClick={onRevoke}>
          Revoke
        </Button>
      </ActionCell>
    </Row>
  );
}

function RevokeDisplay({ display, onClose }: { display: Token | null; onClose: () => void }) {
  const revoke = useMutation(revokeTokenMutation(useQueryClient()));
  return (
    <ConfirmDialog
      open={display !== null}
      onOpenChange={(open) => !open && onClose()}
      title="Revoke this display?"
      verb="Revoke display"
      danger
      onConfirm={async () => {
        if (display === null) return;
        await revoke.mutateAsync(display.id);
        toast.success("The display is revoked");
      }}
    >
      {display !== null && (
        <p className="text-sm text-secondary">
          {display.openStreams === 0
            ? "No screen shows "
            : `${counted(display.openStreams, "screen")} now showing `}
          <SafeText text={display.name} maxLength={80} className="text-primary" />
          {display.openStreams === 0
            ? " now. Its link lets nobody in from then on."
            : " will go dark within a second and say when it was revoked, and by you. Its link lets nobody in from then on."}{" "}
          For a new one, make another link.
        </p>
      )}
    </ConfirmDialog>
  );
}
