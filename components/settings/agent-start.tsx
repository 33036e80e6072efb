"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { fieldError, formError } from "#components/auth/problem-words.ts";
import { textOf } from "#components/auth/text-of.ts";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { CodeLine } from "#components/ui/code-line.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { createTokenMutation } from "#lib/client/accounts.ts";
import { agentCommand } from "./agent-command.ts";
import { useOrigin } from "./use-origin.ts";

/** Makes a token for one node, and shows the line that starts its agent. */
export function AgentStart() {
  const create = useMutation(createTokenMutation(useQueryClient()));
  const origin = useOrigin();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (create.isPending) return;
    const node = textOf(new FormData(event.currentTarget), "node").trim();
    create.mutate({ name: `agent of ${node}`.slice(0, 200), scope: "agent", node });
  };
  const made = create.data;
  if (made !== undefined) {
    return (
      <div className="flex max-w-3xl flex-col gap-3">
        <p className="text-sm text-secondary">
          On <SafeText text={made.node ?? ""} mono maxLength={80} className="text-xs text-primary" />, in a
          checkout of Locksmith with its packages installed (npm ci). The host appears below within seconds.
        </p>
        <CodeLine
          code={agentCommand({ origin, node: made.node ?? "", secret: made.secret })}
          label="the line"
        />
        <Banner tone="warn" title="The line holds the node's token, and is shown this once." />
        {isLocal(origin) && (
          <Banner tone="info" title="This address leads to this machine alone.">
            For an agent elsewhere, start the server with <code className="font-mono text-xs">--host</code>{" "}
            and put its address into the line.
          </Banner>
        )}
        <div>
          <Button onClick={() => create.reset()}>Another node</Button>
        </div>
      </div>
    );
  }
  const failure = formError(create.error, ["node"]);
  return (
    <form method="post" onSubmit={submit} className="flex max-w-xl flex-col gap-3">
      {failure !== null && <Banner tone="danger" title={failure} />}
      <Field
        label="Node"
        error={fieldError(create.error, "node")}
        hint="The name under which that host will be known, such as its host name."
      >
        {(control) => (
          <div className="flex gap-2">
            <Input {...control} name="node" className="font-mono" maxLength={200} required />
            <Button type="submit" loading={create.isPending} className="pointer-coarse:h-11">
              Make the line
            </Button>
          </div>
        )}
      </Field>
    </form>
  );
}

function isLocal(origin: string): boolean {
  return /^https?:\/\/(?:localhost|127\.|\[::1\])/.test(origin);
}
