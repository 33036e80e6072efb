"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "#components/ui/cn.ts";
import { BrandMark } from "./brand-mark.tsx";
import { isCurrent, navItems } from "./nav.ts";

/** The places, down the left side: icons with names, icons alone from 640 to 1024 px. */
export function NavRail() {
  const pathname = usePathname();
  return (
    <nav
      aria-label="Main"
      className="sticky top-0 hidden h-dvh w-13 shrink-0 flex-col border-r border-line bg-sunken sm:flex lg:w-48 print:hidden"
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
