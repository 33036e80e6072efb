"use client";

import { Search, X } from "lucide-react";
import { useRef } from "react";
import { cn } from "./cn.ts";
import { fieldClass } from "./input.tsx";
import { Kbd } from "./kbd.tsx";

/**
 * A filter that works as one types. `filterKey` makes it the target of the `/` key (one on a page); Escape
 * empties it, and leaves it when it is empty.
 */
export function SearchInput(props: {
  label: string;
  value: string;
  onValueChange: (value: string) => void;
  placeholder?: string;
  filterKey?: boolean;
  className?: string;
}) {
  const { label, value, onValueChange, placeholder, filterKey = true, className } = props;
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={cn("relative min-w-0", className)}>
      <Search
        aria-hidden
        size={14}
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-tertiary"
      />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={placeholder ?? label}
        value={value}
        autoComplete="off"
        spellCheck={false}
        {...(filterKey ? { "data-filter": "", "aria-keyshortcuts": "/" } : {})}
        onChange={(event) => onValueChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          if (value === "") input.current?.blur();
          else onValueChange("");
        }}
        className={cn(
          fieldClass,
          "peer px-8 text-ellipsis placeholder:text-ellipsis [&::-webkit-search-cancel-button]:hidden",
          value === "" && "pointer-coarse:pr-2.5",
        )}
      />
      {value === "" && filterKey && (
        <span
          aria-hidden
          className="pointer-events-none absolute top-1/2 right-1.5 -translate-y-1/2 peer-focus:hidden pointer-coarse:hidden"
        >
          <Kbd>/</Kbd>
        </span>
      )}
      {value !== "" && (
        <button
          type="button"
          aria-label="Clear the filter"
          onClick={() => {
            onValueChange("");
            input.current?.focus();
          }}
          className="absolute top-1/2 right-1 flex size-6 -translate-y-1/2 items-center justify-center rounded-xs text-tertiary hover:text-primary"
        >
          <X aria-hidden size={14} />
        </button>
      )}
    </div>
  );
}
