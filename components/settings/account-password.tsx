"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { textOf } from "#components/auth/text-of.ts";
import { useVisitor } from "#components/shell/visitor.tsx";
import { changeAccountMutation } from "#lib/client/accounts.ts";
import type { Account } from "#lib/contract/accounts.ts";
import { NewPasswordField } from "./account-fields.tsx";
import { FormDialog } from "./form-dialog.tsx";

/** Sets somebody's password, for who forgot it. */
export function AccountPassword({ account, onClose }: { account: Account; onClose: () => void }) {
  const me = useVisitor();
  const change = useMutation(changeAccountMutation(useQueryClient()));
  const submit = (form: FormData) =>
    change.mutate(
      { id: account.id, password: textOf(form, "password") },
      {
        onSuccess: () => {
          if (account.id === me.id) return window.location.assign("/sign-in?next=/settings");
          toast.success(`${account.email} has a new password`, {
            description: "All its sessions have ended.",
          });
          onClose();
        },
      },
    );
  return (
    <FormDialog
      open
      onClose={onClose}
      title="Set a new password"
      description={`${account.email} is signed out everywhere at once${account.id === me.id ? ", and so are you" : ""}.`}
      verb="Set password"
      pending={change.isPending}
      error={change.error}
      fields={["password"]}
      onSubmit={submit}
    >
      <NewPasswordField error={change.error} />
    </FormDialog>
  );
}
