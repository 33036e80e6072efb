import type { LucideIcon } from "lucide-react";
import type { StateName } from "#components/ui/state.ts";

/** Headings of what a search finds, in their order. */
export const foundGroups = ["Incidents", "Operations", "Saved views", "Locks"] as const;

/** A line of the palette: somewhere to go. The palette never does anything that can't be undone. */
export interface PaletteItem {
  id: string;
  label: string;
  href: string;
  /** Under which heading it stands. */
  group: (typeof foundGroups)[number];
  /** A quieter note after the label: source, node, owner. */
  note?: string;
  state?: StateName;
  keywords?: string;
}

/** Finds items for what was typed; injected, so that the palette knows no API. Rejects when aborted. */
export type PaletteSearch = (query: string, signal: AbortSignal) => Promise<PaletteItem[]>;

/** A line below the places: something that opens, and asks before it does anything. */
export interface PaletteDoor {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Other words by which people look for it. */
  keywords: string;
}
