"use client";

import { CircleUserRound, Keyboard, LogOut, Settings2 } from "lucide-react";
import Link from "next/link";
import { Menu, MenuCheck, MenuItem, MenuLabel, MenuLine } from "#components/ui/menu.tsx";
import { setPreferences, usePreferences } from "#components/ui/preferences.ts";
import { SafeText } from "#components/ui/safe-text.tsx";

/** Who is signed in, as the chrome shows it. */
export interface ShellUser {
  name: string;
  email: string | null;
  role: string | null;
}

/** Name, role, the reader's own preferences, and the way out. */
export function UserMenu(props: { user: ShellUser; onHelp: () => void; onSignOut: () => void }) {
  const { user, onHelp, onSignOut } = props;
  const { zone } = usePreferences();
  return (
    <Menu
      className="w-60"
      trigger={
        <button
          type="button"
          className="inline-flex h-7 max-w-44 items-center gap-1.5 rounded-sm px-1.5 text-xs text-secondary hover:bg-hover hover:text-primary"
        >
          <CircleUserRound aria-hidden size={16} className="shrink-0" />
          <span className="sr-only">Account of</span>
          <SafeText text={user.name} truncate maxLength={60} className="max-lg:sr-only" />
        </button>
      }
    >
      <MenuLabel>
        <SafeText text={user.name} truncate className="text-sm text-primary" />
        <span className="flex gap-2">
          {user.email !== null && <SafeText text={user.email} truncate />}
          {user.role !== null && <span className="ml-auto">{user.role}</span>}
        </span>
      </MenuLabel>
      <MenuLine />
      <MenuCheck
        checked={zone === "local"}
        onCheckedChange={(local) => setPreferences({ zone: local ? "local" : "utc" })}
      >
        Times in my own zone
      </MenuCheck>
      <MenuLine />
      <MenuItem icon={<Keyboard aria-hidden size={14} className="text-tertiary" />} onSelect={onHelp}>
        Keyboard
      </MenuItem>
      <MenuItem asChild>
        <Link href="/settings">
          <Settings2 aria-hidden size={14} className="text-tertiary" />
          Settings
        </Link>
      </MenuItem>
      <MenuItem icon={<LogOut aria-hidden size={14} className="text-tertiary" />} onSelect={onSignOut}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
