"use client";

import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { useVisitor } from "#components/shell/visitor.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Menu, MenuItem, MenuLine } from "#components/ui/menu.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { Cell, HeadCell, Row, Table } from "#components/ui/table.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { Account } from "#lib/contract/accounts.ts";
import { AccountDialogs, type AccountTask } from "./account-dialogs.tsx";
import { ActionCell, ActionHeadCell } from "./action-cell.tsx";
import { lastAdminReason } from "./last-admin-reason.ts";
import { Scroll } from "./scroll.tsx";

/** Every account, with what can be done to it. */
export function AccountTable({ accounts }: { accounts: readonly Account[] }) {
  const [task, setTask] = useState<{ kind: AccountTask; account: Account } | null>(null);
  return (
    <>
      <Scroll label="Accounts">
        <Table>
          <thead>
            <tr>
              <HeadCell>Name</HeadCell>
              <HeadCell>Role</HeadCell>
              <HeadCell>State</HeadCell>
              <HeadCell>Email</HeadCell>
              <HeadCell>Last sign-in</HeadCell>
              <HeadCell>Made</HeadCell>
              <ActionHeadCell />
            </tr>
          </thead>
          <tbody>
            {accounts.map((account) => (
              <AccountRow
                key={account.id}
                account={account}
                onlyAdmin={lastAdminReason(account, accounts)}
                onTask={(kind) => setTask({ kind, account })}
              />
            ))}
          </tbody>
        </Table>
      </Scroll>
      <AccountDialogs task={task} accounts={accounts} onClose={() => setTask(null)} />
    </>
  );
}

function AccountRow(props: {
  account: Account;
  onlyAdmin: string | undefined;
  onTask: (kind: AccountTask) => void;
}) {
  const { account, onlyAdmin, onTask } = props;
  const me = useVisitor();
  const kept = onlyAdmin === undefined ? {} : { reason: onlyAdmin };
  return (
    <Row className="group">
      <Cell className="max-w-56">
        <span className="inline-block max-w-28 align-bottom sm:max-w-40">
          <SafeText text={account.name} truncate="middle" />
        </span>
        {account.id === me.id && <span className="ml-2 text-tertiary">you</span>}
      </Cell>
      <Cell>{account.role}</Cell>
      <Cell>
        {account.disabled ? (
          <StateBadge state="stopped" label="Disabled" />
        ) : (
          <span className="text-secondary">Active</span>
        )}
      </Cell>
      <Cell className="max-w-72">
        <SafeText text={account.email} truncate="middle" />
      </Cell>
      <Cell>
        <TimeAgo atMs={account.lastSignInAt} show="relative" />
      </Cell>
      <Cell>
        <TimeAgo atMs={account.createdAt} show="relative" />
      </Cell>
      <ActionCell>
        <Menu
          className="text-left whitespace-normal"
          trigger={
            <IconButton
              label={`Actions for ${account.email}`}
              icon={<Ellipsis aria-hidden size={16} />}
              // Below, it would lie on the button of the next row.
              side="left"
            />
          }
        >
          <MenuItem onSelect={() => onTask("change")}>Change name or role…</MenuItem>
          <MenuItem onSelect={() => onTask("password")}>Set a new password…</MenuItem>
          <MenuLine />
          {account.disabled ? (
            <MenuItem onSelect={() => onTask("enable")}>Enable…</MenuItem>
          ) : (
            <MenuItem {...kept} onSelect={() => onTask("disable")}>
              Disable…
            </MenuItem>
          )}
          <MenuItem {...kept} onSelect={() => onTask("remove")}>
            Remove…
          </MenuItem>
        </Menu>
      </ActionCell>
    </Row>
  );
}
