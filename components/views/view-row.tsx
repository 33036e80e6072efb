"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { changeViewMutation } from "#lib/client/views.ts";
import type { SavedView } from "#lib/contract/views.ts";
import { viewHref } from "./present-view.ts";

/** One view: what it shows, since when, and what can be done with it. */
export function ViewRow(props: { view: SavedView; onRename: () => void; onRemove: () => void }) {
  const { view, onRename, onRemove } = props;
  const change = useMutation(changeViewMutation(useQueryClient()));
  const origin = typeof window === "undefined" ? "" : window.location.origin;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line py-1.5 text-sm">
      <Link
        href={viewHref(view)}
        className="inline-flex min-h-6 min-w-0 items-center font-medium underline-offset-2 hover:underline"
      >
        <SafeText text={view.name} maxLength={80} />
      </Link>
      <span className="min-w-0 flex-1 basis-48 truncate text-xs text-tertiary">{filterWords(view)}</span>
      <span className="text-xs text-tertiary max-sm:hidden">
        <TimeAgo atMs={view.changedAt} show="relative" />
      </span>
      <div className="flex items-center gap-1">
        <Button
          size="sm"
          variant="ghost"
          aria-pressed={view.isDefault}
          loading={change.isPending}
          onClick={() => change.mutate({ id: view.id, isDefault: !view.isDefault })}
        >
          {view.isDefault ? "Default, take back" : "Make default"}
        </Button>
        <Button size="sm" variant="ghost" onClick={onRename}>
          Rename…
        </Button>
        <CopyButton text={`${origin}${viewHref(view)}`} label={`the link to ${view.name}`} />
        <Button size="sm" variant="ghost" onClick={onRemove}>
          Remove…
        </Button>
      </div>
    </li>
  );
}

/** Filters as words: `state hot · sort -held`. */
function filterWords({ query }: SavedView): React.ReactNode {
  const parts = [...new URLSearchParams(query)].map(([name, value]) => `${name} ${value}`);
  return <SafeText text={parts.length === 0 ? "everything" : parts.join(" · ")} maxLength={200} />;
}
