"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useQueryState } from "nuqs";
import { useState } from "react";
import { toast } from "sonner";
import { fieldError } from "#components/auth/problem-words.ts";
import { textOf } from "#components/auth/text-of.ts";
import { FormDialog } from "#components/settings/form-dialog.tsx";
import { Check } from "#components/ui/check.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { newRequestKey } from "#lib/client/operations.ts";
import { queryKeys } from "#lib/client/query-keys.ts";
import { createViewMutation } from "#lib/client/views.ts";
import { limits } from "#lib/domain/limits.ts";
import type { ViewList } from "#lib/domain/views/saved-view.ts";
import { usePresentView } from "./present-view.ts";

/** Saves what the list shows now under a name, and goes on with that view. */
export function SaveViewDialog(props: {
  list: ViewList;
  columns?: readonly { id: string }[] | undefined;
  hidden?: ReadonlySet<string> | undefined;
  /** What it is called at first, such as the view of somebody else that is copied. */
  name?: string;
  onClose: () => void;
}) {
  const { list, name = "", onClose } = props;
  const client = useQueryClient();
  const create = useMutation(createViewMutation(client));
  const query = usePresentView(list, props);
  const [, setView] = useQueryState("view");
  const [key] = useState(newRequestKey);
  const [isDefault, setDefault] = useState(false);
  const submit = (form: FormData) =>
    create.mutate(
      { list, name: textOf(form, "name").trim(), query, isDefault, key },
      {
        onSuccess: (view) => {
          client.setQueryData(queryKeys.view(view.id), view);
          void setView(view.id);
          toast.success("The view is saved");
          onClose();
        },
      },
    );
  return (
    <FormDialog
      open
      onClose={onClose}
      title="Save this view"
      description="Filters, order and columns, as they are now. It is yours, in every browser; its link opens it for anybody who may read."
      verb="Save the view"
      pending={create.isPending}
      error={create.error}
      fields={["name"]}
      onSubmit={submit}
    >
      <Field label="Name" error={fieldError(create.error, "name")}>
        {(control) => (
          <Input {...control} name="name" defaultValue={name} maxLength={limits.viewNameMaxChars} required />
        )}
      </Field>
      <Check
        checked={isDefault}
        onCheckedChange={setDefault}
        label="Open this list with it"
        hint="For you alone. The list as it is stays one press away, under Views."
      />
    </FormDialog>
  );
}
