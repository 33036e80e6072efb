"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useCan } from "#components/shell/visitor.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState, ForbiddenState } from "#components/ui/message-state.tsx";
import { Section } from "#components/ui/page-header.tsx";
import { tokensQuery } from "#lib/client/accounts.ts";
import { QueryState } from "./query-state.tsx";
import { TokenCreate } from "./token-create.tsx";
import { TokenTable } from "./token-table.tsx";

/** Tokens for the command line, programs and agents; for admins. */
export function TokensTab() {
  const permission = useCan("token.manage");
  const tokens = useQuery({
    ...tokensQuery(),
    enabled: permission.allowed,
    // Displays have a part of their own.
    select: ({ items }) => items.filter(({ scope }) => scope !== "display"),
  });
  const [creating, setCreating] = useState(false);
  if (!permission.allowed) {
    return (
      <ForbiddenState reason={permission.reason}>
        <p>Admins make tokens for the command line, for programs and for agents. Ask one for yours.</p>
      </ForbiddenState>
    );
  }
  const make = () => setCreating(true);
  return (
    <Section
      title="Tokens"
      note="for programs and agents"
      actions={
        tokens.data?.length !== 0 && (
          <Button size="sm" onClick={make}>
            Make a token
          </Button>
        )
      }
    >
      <QueryState query={tokens} what="tokens">
        {(items) => (items.length === 0 ? <NoTokens onMake={make} /> : <TokenTable tokens={items} />)}
      </QueryState>
      <TokenCreate open={creating} onClose={() => setCreating(false)} />
    </Section>
  );
}

function NoTokens({ onMake }: { onMake: () => void }) {
  return (
    <EmptyState title="No token has been made" action={<Button onClick={onMake}>Make a token</Button>}>
      <p>
        On the server's own machine none is needed: the command line and the agent find the files{" "}
        <code className="font-mono text-xs whitespace-nowrap">admin-token</code> and{" "}
        <code className="font-mono text-xs whitespace-nowrap">agent-token</code> in the data folder.
      </p>
      <p>
        A program elsewhere needs a token with the least role that does; an agent needs one for its own node.
      </p>
    </EmptyState>
  );
}
