"use client";

import { Search } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useRouter, useSearchParams } from "next/navigation";
import { type ReactNode, useMemo, useState } from "react";
import { Kbd } from "#components/ui/kbd.tsx";
import { usePreferences } from "#components/ui/preferences.ts";
import { BrandMark } from "./brand-mark.tsx";
import { places } from "./nav.ts";
import { NavBar } from "./nav-bar.tsx";
import { NavRail } from "./nav-rail.tsx";
import type { PaletteDoor, PaletteSearch } from "./palette-items.ts";
import { ThemeSwitch } from "./theme-switch.tsx";
import { useCommandKey } from "./use-command-key.ts";
import { useRouteFocus } from "./use-route-focus.ts";
import { useShortcuts } from "./use-shortcuts.ts";
import { type ShellUser, UserMenu } from "./user-menu.tsx";

const loadPalette = () => import("./palette.tsx").then((m) => m.Palette);
const Palette = dynamic(loadPalette, { ssr: false });
const KeyboardHelp = dynamic(() => import("./keyboard-help.tsx").then((m) => m.KeyboardHelp), { ssr: false });

function focusFilter() {
  document.querySelector<HTMLInputElement>("[data-filter]")?.focus();
}

/**
 * The frame of every signed-in screen: places, search, age of the data, account. `live` is the pill, `banners`
 * stand above the page. `?kiosk` on any page leaves the page alone, with the pill and the banners. What a page marks
 * with `data-fill` gets the height that is left, however many banners there are, and scrolls by itself.
 */
export function AppShell(props: {
  /** Null: a display, which is nobody; it has no account, and a way to sign in. */
  user: ShellUser | null;
  live: ReactNode;
  banners?: ReactNode;
  aside?: ReactNode;
  search?: PaletteSearch;
  /** Further lines of the palette. */
  doors?: readonly PaletteDoor[];
  onSignOut: () => void;
  children: ReactNode;
}) {
  const { user, live, banners, aside, search, doors, onSignOut, children } = props;
  useRouteFocus();
  const router = useRouter();
  const kiosk = useSearchParams().has("kiosk");
  const { keys } = usePreferences();
  const commandKey = useCommandKey();
  const [palette, setPalette] = useState<boolean | null>(null);
  const [help, setHelp] = useState<boolean | null>(null);
  const actions = useMemo(() => {
    const goes = places.map((item) => [item.keys.join(" "), () => router.push(item.href)] as const);
    return { ...Object.fromEntries(goes), "/": focusFilter, "?": () => setHelp(true) };
  }, [router]);
  useShortcuts(keys && palette !== true && help !== true, actions, {
    prepare: () => void loadPalette(),
    open: () => setPalette(true),
  });

  const notices = (
    <div className="flex flex-col gap-2 px-4 pt-3 empty:hidden sm:px-6 print:hidden">{banners}</div>
  );
  const page = (
    <main
      id="main"
      tabIndex={-1}
      className="min-w-0 flex-1 px-4 py-4 outline-none has-[[data-fill]]:flex has-[[data-fill]]:min-h-0 has-[[data-fill]]:flex-col sm:px-6"
    >
      {children}
    </main>
  );
  if (kiosk) {
    return (
      <div className="flex min-h-dvh flex-col has-[[data-fill]]:h-dvh">
        <div className="flex items-center justify-end gap-2 px-4 pt-1 sm:px-6 print:hidden">{live}</div>
        {notices}
        {page}
      </div>
    );
  }
  return (
    <div className="flex min-h-dvh">
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-sm bg-accent px-3 py-2 text-on-accent focus:translate-y-0"
      >
        Skip to the page
      </a>
      <NavRail />
      <div className="flex min-w-0 flex-1 flex-col has-[[data-fill]]:h-dvh max-sm:pb-[calc(3.5rem+env(safe-area-inset-bottom))]">
        <header className="sticky top-0 z-20 flex print:hidden h-12 items-center gap-1 border-b border-line bg-base px-2 min-[24rem]:gap-2 min-[24rem]:px-4 sm:px-6">
          <Link
            href="/"
            aria-label="Locksmith"
            className="-ml-1 flex size-7 items-center justify-center max-[22.5rem]:hidden sm:hidden"
          >
            <BrandMark size={20} />
          </Link>
          <button
            type="button"
            onClick={() => setPalette(true)}
            onPointerEnter={() => void loadPalette()}
            aria-keyshortcuts="Meta+K Control+K"
            className="flex h-8 min-w-8 items-center gap-2 overflow-hidden rounded-sm px-2 whitespace-nowrap text-tertiary hover:bg-hover hover:text-primary sm:-ml-2"
          >
            <Search aria-hidden size={16} className="shrink-0" />
            <span className="max-sm:sr-only">Go to a place or a lock</span>
            <span className="flex gap-1 max-sm:hidden">
              <Kbd>{commandKey}</Kbd>
            </span>
          </button>
          <div className="ml-auto flex shrink-0 items-center gap-1">
            {live}
            <ThemeSwitch />
            {user === null ? (
              <a href="/sign-in" className="px-2 text-xs text-secondary hover:text-primary">
                Sign in
              </a>
            ) : (
              <UserMenu user={user} onHelp={() => setHelp(true)} onSignOut={onSignOut} />
            )}
          </div>
        </header>
        {notices}
        {page}
      </div>
      {aside}
      <NavBar />
      {palette !== null && (
        <Palette
          open={palette}
          onOpenChange={setPalette}
          onGo={(href) => router.push(href)}
          search={search}
          doors={doors}
        />
      )}
      {help !== null && <KeyboardHelp open={help} onOpenChange={setHelp} />}
    </div>
  );
}
