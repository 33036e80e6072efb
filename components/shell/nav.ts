import {
  Bookmark,
  FileDiff,
  Gauge,
  Grid2x2,
  KeyRound,
  ListChecks,
  type LucideIcon,
  ScrollText,
  Settings2,
  Siren,
  Users,
} from "lucide-react";

export interface NavItem {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Two keys, pressed one after the other. */
  keys: readonly [string, string];
  /** Within one press of a thumb on a phone; the others are under More. */
  bar?: true;
  /** For the palette: other words by which people look for it. */
  keywords: string;
}

/** The places of the console, in the order of the rail. */
export const navItems: readonly NavItem[] = [
  {
    href: "/",
    label: "Overview",
    icon: Gauge,
    keys: ["g", "o"],
    bar: true,
    keywords: "home dashboard hot refusals",
  },
  {
    href: "/incidents",
    label: "Incidents",
    icon: Siren,
    keys: ["g", "i"],
    bar: true,
    keywords: "wrong alarm severity commander acknowledge report timeline",
  },
  {
    href: "/locks",
    label: "Locks",
    icon: KeyRound,
    keys: ["g", "l"],
    bar: true,
    keywords: "table leases flock kernel",
  },
  {
    href: "/owners",
    label: "Owners",
    icon: Users,
    keys: ["g", "w"],
    keywords: "who holders processes sessions",
  },
  { href: "/fleet", label: "Fleet", icon: Grid2x2, keys: ["g", "f"], keywords: "nodes hosts agents" },
  {
    href: "/configs",
    label: "Configs",
    icon: FileDiff,
    keys: ["g", "c"],
    keywords: "configurations versions diff upload canary shadow",
  },
  {
    href: "/operations",
    label: "Operations",
    icon: ListChecks,
    keys: ["g", "p"],
    bar: true,
    keywords: "drain clear canary bypass acknowledge hold resume",
  },
  {
    href: "/audit",
    label: "Audit",
    icon: ScrollText,
    keys: ["g", "a"],
    keywords: "who did what why log history export chain",
  },
  {
    href: "/settings",
    label: "Settings",
    icon: Settings2,
    keys: ["g", "s"],
    keywords: "accounts tokens agents password sessions",
  },
];

/** Further places that keys and palette lead to; the rail has no room for them. */
export const places: readonly NavItem[] = [
  ...navItems,
  {
    href: "/views",
    label: "Saved views",
    icon: Bookmark,
    keys: ["g", "v"],
    keywords: "filters columns bookmarks shared default",
  },
];

/** Whether `pathname` is this place or below it. */
export function isCurrent(href: string, pathname: string): boolean {
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}
