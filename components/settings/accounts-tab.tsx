"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useCan } from "#components/shell/visitor.tsx";
import { Button } from "#components/ui/button.tsx";
import { ForbiddenState } from "#components/ui/message-state.tsx";
import { Section } from "#components/ui/page-header.tsx";
import { accountsQuery } from "#lib/client/accounts.ts";
import { AccountCreate } from "./account-create.tsx";
import { AccountTable } from "./account-table.tsx";
import { QueryState } from "./query-state.tsx";

/** Everybody's accounts; for admins. */
export function AccountsTab() {
  const permission = useCan("account.manage");
  const accounts = useQuery({ ...accountsQuery(), enabled: permission.allowed });
  const [creating, setCreating] = useState(false);
  if (!permission.allowed) {
    return (
      <ForbiddenState reason={permission.reason}>
        <p>Admins make accounts and give them their roles. Yours is under Profile.</p>
      </ForbiddenState>
    );
  }
  return (
    <Section
      title="Accounts"
      note="who may sign in"
      actions={
        <Button size="sm" onClick={() => setCreating(true)}>
          Make an account
        </Button>
      }
    >
      <QueryState query={accounts} what="accounts">
        {({ items }) => <AccountTable accounts={items} />}
      </QueryState>
      <AccountCreate open={creating} onClose={() => setCreating(false)} />
    </Section>
  );
}
