"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { toast } from "sonner";
import { useVisitor } from "#components/shell/visitor.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { changeAccountMutation, removeAccountMutation } from "#lib/client/accounts.ts";
import type { Account } from "#lib/contract/accounts.ts";
import { AccountChange } from "./account-change.tsx";
import { AccountPassword } from "./account-password.tsx";

export type AccountTask = "change" | "password" | "disable" | "enable" | "remove";

/** The dialog of what was chosen for an account; closed when nothing is. */
export function AccountDialogs(props: {
  task: { kind: AccountTask; account: Account } | null;
  accounts: readonly Account[];
  onClose: () => void;
}) {
  const { task, accounts, onClose } = props;
  if (task === null) return null;
  const { kind, account } = task;
  if (kind === "change") return <AccountChange account={account} accounts={accounts} onClose={onClose} />;
  if (kind === "password") return <AccountPassword account={account} onClose={onClose} />;
  if (kind === "remove") return <AccountRemove account={account} onClose={onClose} />;
  return <AccountSwitch account={account} disable={kind === "disable"} onClose={onClose} />;
}

interface OneAccount {
  account: Account;
  onClose: () => void;
}

function Who({ account, children }: { account: Account; children: ReactNode }) {
  return (
    <p className="text-sm text-secondary">
      <SafeText text={account.name} className="text-primary" /> (<SafeText text={account.email} />,{" "}
      {account.role}) {children}
    </p>
  );
}

function AccountSwitch({ account, disable, onClose }: OneAccount & { disable: boolean }) {
  const change = useMutation(changeAccountMutation(useQueryClient()));
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={disable ? "Disable this account?" : "Enable this account?"}
      verb={disable ? "Disable account" : "Enable account"}
      danger={disable}
      onConfirm={async () => {
        await change.mutateAsync({ id: account.id, disabled: disable });
        toast.success(`${account.email} is ${disable ? "disabled" : "enabled"}`);
      }}
    >
      <Who account={account}>
        {disable
          ? "is signed out everywhere at once and cannot sign in until it is enabled again. Tokens that it made go on working."
          : "can sign in again with its old password and role."}
      </Who>
    </ConfirmDialog>
  );
}

function AccountRemove({ account, onClose }: OneAccount) {
  const me = useVisitor();
  const remove = useMutation(removeAccountMutation(useQueryClient()));
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Remove this account?"
      verb="Remove account"
      danger
      typedName={account.email}
      onConfirm={async () => {
        await remove.mutateAsync(account.id);
        if (account.id === me.id) window.location.assign("/sign-in");
        else toast.success(`${account.email} is removed`);
      }}
    >
      <Who account={account}>
        is signed out everywhere and is gone for good. The audit keeps its name; tokens that it made go on
        working until they are revoked.
      </Who>
      {account.id === me.id && <p className="text-sm text-hot-text">This is your own account.</p>}
    </ConfirmDialog>
  );
}
