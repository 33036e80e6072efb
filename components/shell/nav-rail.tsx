"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "#components/ui/cn.ts";
import { BrandMark } from "./brand-mark.tsx";
import { isCurrent, navItems } from "./nav.ts";

const barItems = navItems.filter(({ bar }) => bar !== false);

/** The places, down the left side: icons with names, icons alone from 640 to 1024 px. */
export function NavRail() {
  const pathname = usePathname();
  return (
    <nav
      aria-label="Main"
      className="sticky top-0 hidden h-dvh w-13 shrink-0 flex-col border-r border-line bg-sunken sm:flex lg:w-48"
    >
      <Link
        href="/"
        className="flex h-12 items-center gap-2.5 px-4 font-medium tracking-tight focus-visible:-outline-offset-2"
      >
        <BrandMark />
        <span className="max-lg:sr-only">Locksmith</span>
      </Link>
      <ul className="flex flex-col gap-0.5 px-2 pt-1">
        {navItems.map(({ href, label, icon: Icon, keys }) => (
          <li key={href}>
            <Link
              href={href}
              title={`${label} (${keys.join(" ")})`}
              aria-current={isCurrent(href, pathname) ? "page" : undefined}
              className={cn(
                "flex h-8 items-center gap-2.5 rounded-sm px-2.5 text-secondary hover:bg-hover hover:text-primary",
                "aria-[current=page]:bg-selected aria-[current=page]:text-primary",
              )}
            >
              <Icon aria-hidden size={16} className="shrink-0" />
              <span className="max-lg:sr-only">{label}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The same places along the bottom of a phone, within reach of a thumb. */
export function NavBar() {
  const pathname = usePathname();
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-sunken pb-[env(safe-area-inset-bottom)] sm:hidden"
    >
      <ul className="grid auto-cols-fr grid-flow-col">
        {barItems.map(({ href, label, icon: Icon }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={isCurrent(href, pathname) ? "page" : undefined}
              className="flex h-14 flex-col items-center justify-center gap-1 text-2xs text-secondary aria-[current=page]:text-primary aria-[current=page]:shadow-[inset_0_2px_0_var(--act-accent)] focus-visible:-outline-offset-2"
            >
              <Icon aria-hidden size={18} />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
