"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { fieldError } from "#components/auth/problem-words.ts";
import { textOf } from "#components/auth/text-of.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { createTokenMutation } from "#lib/client/accounts.ts";
import { DisplayLink } from "./display-link.tsx";
import { FormDialog } from "./form-dialog.tsx";
import { useExpiry } from "./use-expiry.tsx";

/** Makes a display's link, and then shows it this once. */
export function DisplayCreate({ open, onClose }: { open: boolean; onClose: () => void }) {
  const create = useMutation(createTokenMutation(useQueryClient()));
  const { expiresInMs, field: expiryField } = useExpiry("365");
  const close = () => {
    create.reset();
    onClose();
  };
  const submit = (form: FormData) =>
    create.mutate({
      name: textOf(form, "name").trim(),
      scope: "display",
      expiresInMs,
    });
  if (open && create.data !== undefined) return <DisplayLink display={create.data} onClose={close} />;
  return (
    <FormDialog
      open={open}
      onClose={close}
      title="Make a display link"
      verb="Make the link"
      pending={create.isPending}
      error={create.error}
      fields={["name"]}
      onSubmit={submit}
    >
      <Field
        label="Name"
        error={fieldError(create.error, "name")}
        hint="Where the screen hangs, such as NOC west wall. It is shown on the screen when it is revoked."
      >
        {(control) => <Input {...control} name="name" maxLength={200} required />}
      </Field>
      {expiryField("Then the screen goes dark and says that it expired.")}
    </FormDialog>
  );
}
