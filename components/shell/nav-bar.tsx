"use client";

import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { Menu, MenuItem } from "#components/ui/menu.tsx";
import { isCurrent, navItems } from "./nav.ts";

const near = navItems.filter(({ bar }) => bar === true);
const more = navItems.filter(({ bar }) => bar !== true);
const placeClass =
  "flex h-14 w-full flex-col items-center justify-center gap-1 text-2xs text-secondary aria-[current=page]:text-primary aria-[current=page]:shadow-[inset_0_2px_0_var(--act-accent)] focus-visible:-outline-offset-2";

/** The places along the bottom of a phone, within reach of a thumb; what is seldom needed there is under More. */
export function NavBar() {
  const pathname = usePathname();
  const here = more.find(({ href }) => isCurrent(href, pathname));
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-sunken pb-[env(safe-area-inset-bottom)] sm:hidden print:hidden"
    >
      <ul className="grid auto-cols-fr grid-flow-col">
        {near.map(({ href, label, icon: Icon }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={isCurrent(href, pathname) ? "page" : undefined}
              className={placeClass}
            >
              <Icon aria-hidden size={18} />
              {label}
            </Link>
          </li>
        ))}
        <li className="*:w-full">
          <Menu
            className="w-48"
            trigger={
              <button
                type="button"
                aria-current={here === undefined ? undefined : "page"}
                className={placeClass}
              >
                <Ellipsis aria-hidden size={18} />
                {here?.label ?? "More"}
                {here !== undefined && <span className="sr-only">, more places</span>}
              </button>
            }
          >
            {more.map(({ href, label, icon: Icon }) => (
              <MenuItem key={href} asChild>
                <Link href={href} aria-current={isCurrent(href, pathname) ? "page" : undefined}>
                  <Icon aria-hidden size={16} className="text-tertiary" />
                  {label}
                </Link>
              </MenuItem>
            ))}
          </Menu>
        </li>
      </ul>
    </nav>
  );
}
