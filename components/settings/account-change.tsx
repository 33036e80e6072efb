"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { textOf } from "#components/auth/text-of.ts";
import { changeAccountMutation } from "#lib/client/accounts.ts";
import type { Account } from "#lib/contract/accounts.ts";
import type { Role } from "#lib/domain/roles.ts";
import { NameField, RoleField } from "./account-fields.tsx";
import { FormDialog } from "./form-dialog.tsx";
import { lastAdminReason } from "./last-admin-reason.ts";

/** Changes an account's name and role; the role of the last active admin stays. */
export function AccountChange(props: {
  account: Account;
  accounts: readonly Account[];
  onClose: () => void;
}) {
  const { account, accounts, onClose } = props;
  const change = useMutation(changeAccountMutation(useQueryClient()));
  const fixedRole = lastAdminReason(account, accounts);
  const submit = (form: FormData) => {
    const name = textOf(form, "name").trim();
    const role = fixedRole === undefined ? { role: textOf(form, "role") as Role } : {};
    change.mutate(
      { id: account.id, name, ...role },
      {
        onSuccess: (after) => {
          toast.success(`${after.email} is changed`, { description: `${after.name}, ${after.role}` });
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      open
      onClose={onClose}
      title="Change this account"
      description={account.email}
      verb="Change account"
      pending={change.isPending}
      error={change.error}
      fields={["name"]}
      onSubmit={submit}
    >
      <NameField error={change.error} value={account.name} />
      {fixedRole === undefined ? (
        <RoleField value={account.role} />
      ) : (
        <p className="text-xs text-tertiary">Its role stays admin. {fixedRole}</p>
      )}
    </FormDialog>
  );
}
