"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useCan } from "#components/shell/visitor.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState, ForbiddenState } from "#components/ui/message-state.tsx";
import { Section } from "#components/ui/page-header.tsx";
import { tokensQuery } from "#lib/client/accounts.ts";
import { DisplayCreate } from "./display-create.tsx";
import { DisplayTable } from "./display-table.tsx";
import { QueryState } from "./query-state.tsx";

/** Screens come and go without a word to this page. */
const lookAgainMs = 5_000;

/** Screens on walls, each with a link of its own; for admins. */
export function DisplaysTab() {
  const permission = useCan("token.manage");
  const tokens = useQuery({
    ...tokensQuery(),
    enabled: permission.allowed,
    refetchInterval: lookAgainMs,
    select: ({ items }) => items.filter(({ scope }) => scope === "display"),
  });
  const [creating, setCreating] = useState(false);
  if (!permission.allowed) {
    return (
      <ForbiddenState reason={permission.reason}>
        <p>Admins make display links. Ask one for the link of your screen.</p>
      </ForbiddenState>
    );
  }
  const make = () => setCreating(true);
  return (
    <Section
      title="Displays"
      note="screens on walls, at which nobody signs in"
      actions={
        tokens.data?.length !== 0 && (
          <Button size="sm" onClick={make}>
            Make a display link
          </Button>
        )
      }
    >
      <QueryState query={tokens} what="displays">
        {(displays) =>
          displays.length === 0 ? <NoDisplays onMake={make} /> : <DisplayTable displays={displays} />
        }
      </QueryState>
      <DisplayCreate open={creating} onClose={() => setCreating(false)} />
    </Section>
  );
}

function NoDisplays({ onMake }: { onMake: () => void }) {
  return (
    <EmptyState
      title="No display link has been made"
      action={<Button onClick={onMake}>Make a display link</Button>}
    >
      <p>
        A display shows the wall, and any page of the console with{" "}
        <code className="font-mono text-xs">?kiosk</code> behind its address, without a person's account. It
        reads, and can change nothing.
      </p>
      <p>Make one for each screen: what is revoked goes dark within a second, and the others go on.</p>
    </EmptyState>
  );
}
