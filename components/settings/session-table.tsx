"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { Cell, HeadCell, Row, Table } from "#components/ui/table.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { endSessionMutation, mySessionsQuery } from "#lib/client/accounts.ts";
import type { UserSession } from "#lib/contract/accounts.ts";
import { ActionCell, ActionHeadCell } from "./action-cell.tsx";
import { QueryState } from "./query-state.tsx";
import { Scroll } from "./scroll.tsx";

/** The visitor's own sessions; each but the current one can be ended. */
export function SessionTable() {
  const sessions = useQuery(mySessionsQuery());
  const [ending, setEnding] = useState<UserSession | null>(null);
  return (
    <QueryState query={sessions} what="sessions" rows={2}>
      {({ items }) => (
        <>
          <Scroll label="Sessions">
            <Table>
              <thead>
                <tr>
                  <HeadCell>Browser</HeadCell>
                  <HeadCell>Address</HeadCell>
                  <HeadCell>Signed in</HeadCell>
                  <HeadCell>Last seen</HeadCell>
                  <HeadCell>Ends</HeadCell>
                  <ActionHeadCell />
                </tr>
              </thead>
              <tbody>
                {items.map((session) => (
                  <SessionRow key={session.id} session={session} onEnd={() => setEnding(session)} />
                ))}
              </tbody>
            </Table>
          </Scroll>
          <EndSession session={ending} onClose={() => setEnding(null)} />
        </>
      )}
    </QueryState>
  );
}

function SessionRow({ session, onEnd }: { session: UserSession; onEnd: () => void }) {
  const browser = session.browser ?? "Unknown";
  return (
    <Row className="group">
      <Cell>
        <SafeText text={browser} maxLength={60} />
      </Cell>
      <Cell className="font-mono text-xs">{session.address ?? "–"}</Cell>
      <Cell>
        <TimeAgo atMs={session.createdAt} show="relative" />
      </Cell>
      <Cell>{session.current ? "now" : <TimeAgo atMs={session.lastSeenAt} show="relative" />}</Cell>
      <Cell>
        <TimeAgo atMs={session.expiresAt} show="relative" />
      </Cell>
      <ActionCell>
        {session.current ? (
          <span className="text-tertiary">this one</span>
        ) : (
          <Button size="sm" variant="ghost" aria-label={`End the session of ${browser}`} onClick={onEnd}>
            End
          </Button>
        )}
      </ActionCell>
    </Row>
  );
}

function EndSession({ session, onClose }: { session: UserSession | null; onClose: () => void }) {
  const end = useMutation(endSessionMutation(useQueryClient()));
  return (
    <ConfirmDialog
      open={session !== null}
      onOpenChange={(open) => !open && onClose()}
      title="End this session?"
      verb="End session"
      onConfirm={async () => {
        if (session !== null) await end.mutateAsync(session.id);
      }}
    >
      {session !== null && (
        <p className="text-sm text-secondary">
          <SafeText text={session.browser ?? "An unknown browser"} maxLength={60} /> at{" "}
          {session.address ?? "an unknown address"}, signed in{" "}
          <TimeAgo atMs={session.createdAt} show="relative" />, will have to sign in again.
        </p>
      )}
    </ConfirmDialog>
  );
}
