"use client";

import { useQueryStates } from "nuqs";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Tabs } from "#components/ui/tabs.tsx";
import { AboutTab } from "./about-tab.tsx";
import { AccountsTab } from "./accounts-tab.tsx";
import { AgentsTab } from "./agents-tab.tsx";
import { ProfileTab } from "./profile-tab.tsx";
import { type SettingsTab, settingsParsers } from "./settings-search.ts";
import { TokensTab } from "./tokens-tab.tsx";

/** The settings, one part at a time; the part is in the URL. */
export function SettingsScreen() {
  const [{ tab }, setSearch] = useQueryStates(settingsParsers, { history: "push" });
  return (
    <div className="flex flex-col gap-4">
      <PageHeader title="Settings" />
      <Tabs
        label="Parts of the settings"
        value={tab}
        onValueChange={(next) => void setSearch({ tab: next as SettingsTab })}
        tabs={[
          { value: "profile", label: "Profile", content: <ProfileTab /> },
          { value: "accounts", label: "Accounts", content: <AccountsTab /> },
          { value: "tokens", label: "Tokens", content: <TokensTab /> },
          { value: "agents", label: "Agents", content: <AgentsTab /> },
          { value: "about", label: "About", content: <AboutTab /> },
        ]}
      />
    </div>
  );
}
