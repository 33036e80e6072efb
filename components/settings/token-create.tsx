"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { fieldError } from "#components/auth/problem-words.ts";
import { textOf } from "#components/auth/text-of.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { createTokenMutation } from "#lib/client/accounts.ts";
import { type Role, roles } from "#lib/domain/roles.ts";
import { FormDialog } from "./form-dialog.tsx";
import { roleMeanings } from "./role-words.ts";
import { TokenSecret } from "./token-secret.tsx";
import { useExpiry } from "./use-expiry.tsx";

/** Makes a token, and then shows its secret this once. */
export function TokenCreate({ open, onClose }: { open: boolean; onClose: () => void }) {
  const create = useMutation(createTokenMutation(useQueryClient()));
  const [scope, setScope] = useState<Role | "agent">("viewer");
  const { expiresInMs, field: expiryField } = useExpiry("90");
  const close = () => {
    create.reset();
    setScope("viewer");
    onClose();
  };
  const submit = (form: FormData) =>
    create.mutate({
      name: textOf(form, "name").trim(),
      scope,
      node: scope === "agent" ? textOf(form, "node").trim() : null,
      expiresInMs,
    });
  if (open && create.data !== undefined) return <TokenSecret token={create.data} onClose={close} />;
  const meaning = scope === "agent" ? "writes what it sees of one node, and reads" : roleMeanings[scope];
  return (
    <FormDialog
      open={open}
      onClose={close}
      title="Make a token"
      verb="Make the token"
      pending={create.isPending}
      error={create.error}
      fields={["name", "node"]}
      onSubmit={submit}
    >
      <Field
        label="Name"
        error={fieldError(create.error, "name")}
        hint="What will use it, such as nightly backup."
      >
        {(control) => <Input {...control} name="name" maxLength={200} required />}
      </Field>
      <Field label="Scope" hint={`${scope}: ${meaning}`}>
        {(control) => (
          <Select
            {...control}
            value={scope}
            onValueChange={(next) => setScope(next as Role | "agent")}
            options={[...roles, "agent"].map((each) => ({ value: each, label: each }))}
          />
        )}
      </Field>
      {scope === "agent" && (
        <Field label="Node" error={fieldError(create.error, "node")} hint="The one node that it may write.">
          {(control) => <Input {...control} name="node" className="font-mono" maxLength={200} required />}
        </Field>
      )}
      {expiryField()}
    </FormDialog>
  );
}
