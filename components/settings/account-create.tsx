"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { fieldError } from "#components/auth/problem-words.ts";
import { textOf } from "#components/auth/text-of.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { createAccountMutation } from "#lib/client/accounts.ts";
import type { Role } from "#lib/domain/roles.ts";
import { NameField, NewPasswordField, RoleField } from "./account-fields.tsx";
import { FormDialog } from "./form-dialog.tsx";

/** Makes an account. The least role is chosen first. */
export function AccountCreate({ open, onClose }: { open: boolean; onClose: () => void }) {
  const create = useMutation(createAccountMutation(useQueryClient()));
  const close = () => {
    create.reset();
    onClose();
  };
  const submit = (form: FormData) => {
    const email = textOf(form, "email").trim();
    create.mutate(
      {
        name: textOf(form, "name").trim(),
        email,
        password: textOf(form, "password"),
        role: textOf(form, "role") as Role,
      },
      {
        onSuccess: () => {
          toast.success(`${email} can sign in now`);
          close();
        },
      },
    );
  };
  return (
    <FormDialog
      open={open}
      onClose={close}
      title="Make an account"
      verb="Make the account"
      pending={create.isPending}
      error={create.error}
      fields={["name", "email", "password"]}
      onSubmit={submit}
    >
      <NameField error={create.error} />
      <Field
        label="Email"
        error={fieldError(create.error, "email")}
        hint="For signing in; nothing is sent to it."
      >
        {(control) => <Input {...control} name="email" type="email" maxLength={200} required />}
      </Field>
      <RoleField value="viewer" />
      <NewPasswordField error={create.error} />
    </FormDialog>
  );
}
