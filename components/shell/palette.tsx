"use client";

import { Command } from "cmdk";
import { Search, Shapes } from "lucide-react";
import { Dialog } from "radix-ui";
import { useEffect, useState } from "react";
import { Kbd } from "#components/ui/kbd.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { StateIcon } from "#components/ui/state-icon.tsx";
import { places } from "./nav.ts";
import { foundGroups, type PaletteDoor, type PaletteItem, type PaletteSearch } from "./palette-items.ts";

const settleMs = 120;
const lineClass =
  "flex min-h-9 cursor-default items-center gap-2.5 rounded-sm px-2.5 text-sm data-[selected=true]:bg-selected pointer-coarse:min-h-11";

/** For those who change the console; too seldom wanted for the rail. */
const forDevelopers: PaletteDoor = {
  href: "/design",
  label: "Design of the console",
  icon: Shapes,
  keywords: "tokens colours states components developer",
};

type Found = { query: string; items: PaletteItem[]; failed: boolean };

/** What the search finds for `query`, a moment after the last key. Older answers are dropped. */
function useFound(query: string, search: PaletteSearch | undefined): Found | null {
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    if (search === undefined || query.trim() === "") {
      setFound(null);
      return;
    }
    const abort = new AbortController();
    const id = setTimeout(async () => {
      try {
        const items = await search(query.trim(), abort.signal);
        if (!abort.signal.aborted) setFound({ query, items, failed: false });
      } catch {
        if (!abort.signal.aborted) setFound({ query, items: [], failed: true });
      }
    }, settleMs);
    return () => {
      clearTimeout(id);
      abort.abort();
    };
  }, [query, search]);
  return found;
}

/**
 * The command palette: places by name, and locks by what `search` finds. Loaded when it is first opened.
 */
export function Palette(props: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onGo: (href: string) => void;
  search?: PaletteSearch | undefined;
  doors?: readonly PaletteDoor[] | undefined;
}) {
  const { open, onOpenChange, onGo, search, doors = [] } = props;
  const [query, setQuery] = useState("");
  const found = useFound(query, open ? search : undefined);
  const go = (href: string) => {
    onOpenChange(false);
    setQuery("");
    onGo(href);
  };
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-veil" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-2 top-2 z-50 overflow-hidden rounded-md border border-line bg-raised shadow-float outline-none sm:inset-x-auto sm:top-[12dvh] sm:left-1/2 sm:w-[38rem] sm:-translate-x-1/2"
        >
          <Dialog.Title className="sr-only">Go to a place or a lock</Dialog.Title>
          <Command loop label="Go to a place or a lock">
            <div className="flex items-center gap-2.5 border-b border-line px-4">
              <Search aria-hidden size={16} className="shrink-0 text-tertiary" />
              <Command.Input
                value={query}
                onValueChange={setQuery}
                placeholder="Go to a place, or find a lock or an incident"
                className="h-12 w-full bg-transparent text-md outline-none"
              />
              <Kbd>Esc</Kbd>
            </div>
            <Command.List className="max-h-[min(26rem,60dvh)] overflow-y-auto p-1.5">
              <Command.Empty className="px-2.5 py-6 text-sm text-tertiary">
                {found?.failed === true ? "The search did not answer." : "Nothing by that name."}
              </Command.Empty>
              <Places doors={doors} onGo={go} />
              {found !== null &&
                foundGroups.map((group) => <FoundItems key={group} group={group} found={found} onGo={go} />)}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const groupClass =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-tertiary";

function Places({ doors, onGo }: { doors: readonly PaletteDoor[]; onGo: (href: string) => void }) {
  return (
    <Command.Group heading="Go to" className={groupClass}>
      {places.map(({ href, label, icon: Icon, keys, keywords }) => (
        <Command.Item
          key={href}
          value={label}
          keywords={keywords.split(" ")}
          onSelect={() => onGo(href)}
          className={lineClass}
        >
          <Icon aria-hidden size={16} className="text-tertiary" />
          {label}
          <span className="ml-auto flex gap-1">
            {keys.map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </span>
        </Command.Item>
      ))}
      {[...doors, forDevelopers].map(({ href, label, icon: Icon, keywords }) => (
        <Command.Item
          key={href}
          value={label}
          keywords={keywords.split(" ")}
          onSelect={() => onGo(href)}
          className={lineClass}
        >
          <Icon aria-hidden size={16} className="text-tertiary" />
          {label}
        </Command.Item>
      ))}
    </Command.Group>
  );
}

function FoundItems(props: { group: PaletteItem["group"]; found: Found; onGo: (href: string) => void }) {
  const { group, found, onGo } = props;
  const items = found.items.filter((item) => item.group === group);
  if (items.length === 0) return null;
  return (
    <Command.Group heading={group} className={groupClass}>
      {items.map((item) => (
        <Command.Item
          key={item.id}
          value={item.id}
          // The server chose these for the query; the palette's own filter must not drop them.
          keywords={[found.query]}
          onSelect={() => onGo(item.href)}
          className={lineClass}
        >
          {item.state !== undefined && <StateIcon state={item.state} title={item.state} />}
          <SafeText text={item.label} mono={group === "Locks"} truncate className="min-w-0 flex-1" />
          {item.note !== undefined && (
            <SafeText text={item.note} truncate className="text-xs text-tertiary" />
          )}
        </Command.Item>
      ))}
    </Command.Group>
  );
}
