"use client";

import { Tabs as Radix } from "radix-ui";
import { type ReactNode, useEffect, useRef } from "react";

/** Panels of one thing, one shown at a time. Keep `value` in the URL, so that a link opens the same panel. */
export function Tabs(props: {
  value: string;
  onValueChange: (value: string) => void;
  label: string;
  tabs: readonly { value: string; label: ReactNode; count?: number; content: ReactNode }[];
}) {
  const { value, onValueChange, label, tabs } = props;
  const list = useRef<HTMLDivElement>(null);
  // A link can open a part whose tab is beyond the edge of a phone.
  // biome-ignore lint/correctness/useExhaustiveDependencies: each part anew
  useEffect(() => {
    const active = list.current?.querySelector<HTMLElement>("[data-state=active]");
    if (active != null && list.current !== null)
      list.current.scrollLeft = active.offsetLeft + active.offsetWidth - list.current.clientWidth;
  }, [value]);
  return (
    <Radix.Root value={value} onValueChange={onValueChange}>
      <Radix.List
        ref={list}
        aria-label={label}
        className="relative -ml-1.5 flex gap-1 overflow-x-auto border-b border-line"
      >
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.value}
            value={tab.value}
            className="flex h-9 shrink-0 items-center gap-1.5 border-b-2 border-transparent px-1.5 text-sm -outline-offset-2 text-secondary hover:text-primary data-[state=active]:border-accent data-[state=active]:text-primary"
          >
            {tab.label}
            {tab.count !== undefined && (
              <span className="text-xs text-tertiary">{tab.count.toLocaleString("en-US")}</span>
            )}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.value} value={tab.value} className="pt-4">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
