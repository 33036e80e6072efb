"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { fieldError } from "#components/auth/problem-words.ts";
import { textOf } from "#components/auth/text-of.ts";
import { FormDialog } from "#components/settings/form-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { changeViewMutation } from "#lib/client/views.ts";
import type { SavedView } from "#lib/contract/views.ts";
import { limits } from "#lib/domain/limits.ts";

/** Another name for a view; links to it stay as they are. */
export function RenameViewDialog({ view, onClose }: { view: SavedView; onClose: () => void }) {
  const change = useMutation(changeViewMutation(useQueryClient()));
  return (
    <FormDialog
      open
      onClose={onClose}
      title="Rename this view"
      description="Links to it stay as they are."
      verb="Rename the view"
      pending={change.isPending}
      error={change.error}
      fields={["name"]}
      onSubmit={(form) =>
        change.mutate({ id: view.id, name: textOf(form, "name").trim() }, { onSuccess: onClose })
      }
    >
      <Field label="Name" error={fieldError(change.error, "name")}>
        {(control) => (
          <Input
            {...control}
            name="name"
            defaultValue={view.name}
            maxLength={limits.viewNameMaxChars}
            required
          />
        )}
      </Field>
    </FormDialog>
  );
}
