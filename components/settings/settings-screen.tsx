"use client";

import { useQueryStates } from "nuqs";
import type { ReactNode } from "react";
import { actorOf, useVisitor } from "#components/shell/visitor.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import type { Me } from "#lib/contract/accounts.ts";
import { type Action, can } from "#lib/domain/roles.ts";
import { AboutTab } from "./about-tab.tsx";
import { AccountsTab } from "./accounts-tab.tsx";
import { AgentsTab } from "./agents-tab.tsx";
import { DisplaysTab } from "./displays-tab.tsx";
import { PagingTab } from "./paging-tab.tsx";
import { PoliciesTab } from "./policies-tab.tsx";
import { ProfileTab } from "./profile-tab.tsx";
import { type SettingsTab, settingsParsers, settingsTabs } from "./settings-search.ts";
import { TokensTab } from "./tokens-tab.tsx";

const tabs: Record<SettingsTab, { label: string; content: ReactNode }> = {
  profile: { label: "Profile", content: <ProfileTab /> },
  accounts: { label: "Accounts", content: <AccountsTab /> },
  tokens: { label: "Tokens", content: <TokensTab /> },
  displays: { label: "Displays", content: <DisplaysTab /> },
  agents: { label: "Agents", content: <AgentsTab /> },
  paging: { label: "Paging", content: <PagingTab /> },
  policies: { label: "Policies", content: <PoliciesTab /> },
  about: { label: "About", content: <AboutTab /> },
};
const needed: Partial<Record<SettingsTab, Action>> = {
  accounts: "account.manage",
  tokens: "token.manage",
  displays: "token.manage",
  paging: "paging.manage",
};

/** Who may do nothing in a part sees no tab for it; a link to it still says what is needed. */
function mayUse(me: Me, tab: SettingsTab): boolean {
  const action = needed[tab];
  return action === undefined || can(actorOf(me), action).allowed;
}

/** The settings, one part at a time; the part is in the URL. */
export function SettingsScreen() {
  const [{ tab }, setSearch] = useQueryStates(settingsParsers, { history: "push" });
  const me = useVisitor();
  const mine = settingsTabs.filter((one) => one === tab || mayUse(me, one));
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title="Settings" />
      <Tabs
        label="Parts of the settings"
        value={tab}
        onValueChange={(next) => void setSearch({ tab: next as SettingsTab })}
        tabs={mine.map((value) => ({ value, ...tabs[value] }))}
      />
    </div>
  );
}
