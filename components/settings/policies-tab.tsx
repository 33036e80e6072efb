"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { kindWords } from "#components/operations/operation-words.ts";
import { useCan } from "#components/shell/visitor.tsx";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/page-header.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { policiesQuery } from "#lib/client/policies.ts";
import type { PolicyRow } from "#lib/contract/policies.ts";
import { PolicyForm } from "./policy-form.tsx";
import { PolicyRemove } from "./policy-remove.tsx";
import { policySentences } from "./policy-words.ts";
import { QueryState } from "./query-state.tsx";

type Task = { kind: "set" | "one" | "remove"; policy: PolicyRow };

/** What each guarded action needs. Everybody may read it; admins set it. */
export function PoliciesTab() {
  const mayManage = useCan("policy.manage").allowed;
  const policies = useQuery(policiesQuery());
  const [task, setTask] = useState<Task | null>(null);
  const close = () => setTask(null);
  return (
    <div className="flex flex-col gap-8">
      <QueryState query={policies} what="policies" rows={6}>
        {({ items }) => (
          <>
            <Section title="For all resources" note="what a guarded action needs where nothing else is set">
              <Policies
                policies={items.filter(({ resource }) => resource === null)}
                mayManage={mayManage}
                onTask={setTask}
              />
            </Section>
            <Section title="For single resources" note="wins over the one for all">
              <ForOne policies={items} mayManage={mayManage} onTask={setTask} />
            </Section>
          </>
        )}
      </QueryState>
      {(task?.kind === "set" || task?.kind === "one") && (
        <PolicyForm policy={task.policy} asksResource={task.kind === "one"} onClose={close} />
      )}
      <PolicyRemove policy={task?.kind === "remove" ? task.policy : null} onClose={close} />
    </div>
  );
}

interface ListProps {
  policies: readonly PolicyRow[];
  mayManage: boolean;
  onTask: (task: Task) => void;
}

function ForOne({ policies, mayManage, onTask }: ListProps) {
  const own = policies.filter(({ resource }) => resource !== null);
  const clear = policies.find(({ id }) => id === "clear");
  return (
    <div className="flex flex-col items-start gap-3">
      {own.length === 0 ? (
        <p className="text-sm text-secondary">None: every resource is treated alike.</p>
      ) : (
        <Policies policies={own} mayManage={mayManage} onTask={onTask} />
      )}
      {mayManage && clear !== undefined && (
        <Button size="sm" onClick={() => onTask({ kind: "one", policy: clear })}>
          Set one for a resource…
        </Button>
      )}
    </div>
  );
}

function Policies({ policies, mayManage, onTask }: ListProps) {
  return (
    <ul className="flex w-full max-w-4xl flex-col">
      {policies.map((policy) => (
        <li
          key={policy.id}
          className="flex flex-wrap items-start gap-x-6 gap-y-1 border-b border-line py-2.5 first:border-t"
        >
          <div className="flex w-40 min-w-0 flex-col">
            <span className="text-sm font-medium">{kindWords[policy.kind]}</span>
            {policy.resource === null ? (
              <span className="text-xs text-tertiary">{policy.set ? "set here" : "default"}</span>
            ) : (
              <SafeText text={policy.resource} mono truncate="middle" className="text-xs text-secondary" />
            )}
          </div>
          <div className="flex min-w-64 flex-1 flex-col gap-0.5 text-sm">
            <p className="text-secondary">{policySentences(policy).join(" ")}</p>
            {policy.weaker.map((text) => (
              <StateBadge
                key={text}
                state="suspect"
                label={`Less than the default: ${text}`}
                className="whitespace-normal"
              />
            ))}
          </div>
          {mayManage && (
            <div className="flex gap-1">
              {policy.set && (
                <Button
                  size="sm"
                  variant="ghost"
                  aria-label={`Take back the policy ${policy.id}`}
                  onClick={() => onTask({ kind: "remove", policy })}
                >
                  Take back
                </Button>
              )}
              <Button
                size="sm"
                variant="ghost"
                aria-label={`Change the policy ${policy.id}`}
                onClick={() => onTask({ kind: "set", policy })}
              >
                Change
              </Button>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
