"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useCan } from "#components/shell/visitor.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState, ForbiddenState } from "#components/ui/message-state.tsx";
import { Section } from "#components/ui/page-header.tsx";
import { pagesQuery, pageTargetsQuery } from "#lib/client/paging.ts";
import { DeliveryTable } from "./delivery-table.tsx";
import { QueryState } from "./query-state.tsx";
import { TargetCreate } from "./target-form.tsx";
import { TargetTable } from "./target-table.tsx";

/** Where pages go when somebody is needed, and what became of them; for admins. */
export function PagingTab() {
  const permission = useCan("paging.manage");
  const targets = useQuery({ ...pageTargetsQuery(), enabled: permission.allowed });
  const pages = useQuery({ ...pagesQuery(), enabled: permission.allowed });
  const [creating, setCreating] = useState(false);
  if (!permission.allowed) {
    return (
      <ForbiddenState reason={permission.reason}>
        <p>Admins choose where pages go. A page for you is at the edge of every screen, too.</p>
      </ForbiddenState>
    );
  }
  const add = () => setCreating(true);
  return (
    <div className="flex flex-col gap-8">
      <Section
        title="Receivers"
        note="told when a second person is needed"
        actions={
          targets.data?.items.length !== 0 && (
            <Button size="sm" onClick={add}>
              Add a receiver
            </Button>
          )
        }
      >
        <QueryState query={targets} what="receivers">
          {({ items }) => (items.length === 0 ? <NoTargets onAdd={add} /> : <TargetTable targets={items} />)}
        </QueryState>
      </Section>
      <Section title="Deliveries" note="the newest pages, and how far each message got">
        <QueryState query={pages} what="deliveries">
          {({ items }) => <DeliveryTable pages={items} />}
        </QueryState>
      </Section>
      {creating && <TargetCreate onClose={() => setCreating(false)} />}
    </div>
  );
}

function NoTargets({ onAdd }: { onAdd: () => void }) {
  return (
    <EmptyState title="Pages go nowhere yet" action={<Button onClick={onAdd}>Add a receiver</Button>}>
      <p>
        An approver who looks at this console sees at its edge that somebody is awaited. Everybody else has to
        be told: by PagerDuty, a Slack channel, whatever takes alerts from Alertmanager, or a webhook of your
        own.
      </p>
    </EmptyState>
  );
}
