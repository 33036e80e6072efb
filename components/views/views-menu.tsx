"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Check } from "lucide-react";
import Link from "next/link";
import { useCan } from "#components/shell/visitor.tsx";
import { MenuItem, MenuLabel, MenuLine } from "#components/ui/menu.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { changeViewMutation, viewQuery, viewsQuery } from "#lib/client/views.ts";
import { type ViewList, viewListPath } from "#lib/domain/views/saved-view.ts";
import { usePresentView, viewHref } from "./present-view.ts";
import { useViewId } from "./use-list-search.ts";

/** The reader's views of a list, and what can be done with what is shown now. */
export function ViewsMenu(props: {
  list: ViewList;
  columns?: readonly { id: string }[] | undefined;
  hidden?: ReadonlySet<string> | undefined;
  onSave: () => void;
}) {
  const { list, onSave } = props;
  const current = useViewId();
  const present = usePresentView(list, props);
  const may = useCan("account.self");
  const { data, error } = useQuery(viewsQuery(list));
  const open = useQuery({ ...viewQuery(current ?? ""), enabled: current !== null }).data;
  const change = useMutation(changeViewMutation(useQueryClient()));
  const views = data?.items ?? [];
  const hasDefault = views.some(({ isDefault }) => isDefault);
  // The bare address opens a default: it is the whole list only for who is known to have none.
  const whole = data === undefined || hasDefault ? "?view=all" : "";
  const copyLink = async () => {
    const { toast } = await import("sonner");
    const same = open !== undefined && open.query === present;
    const href = same ? viewHref(open) : `${viewListPath(list)}${present === "" ? "" : `?${present}`}`;
    try {
      await navigator.clipboard.writeText(`${window.location.origin}${href}`);
      toast.success("The link is copied");
    } catch {
      toast.error("The browser did not allow copying");
    }
  };
  return (
    <div className="max-h-[70dvh] w-64 overflow-y-auto">
      <MenuLabel>Your views of this list</MenuLabel>
      {data === undefined && (
        <p className="px-2 pb-1.5 text-xs text-tertiary">{error === null ? "Reading" : error.message}</p>
      )}
      {data !== undefined && views.length === 0 && (
        <p className="px-2 pb-1.5 text-xs text-tertiary">
          None yet. Filter, order and choose columns, then save what you see.
        </p>
      )}
      {views.map((view) => (
        <MenuItem key={view.id} asChild>
          <Link href={viewHref(view)}>
            <Mark shown={view.id === current} />
            <SafeText text={view.name} maxLength={80} truncate className="min-w-0 flex-1" />
            {view.isDefault && <span className="text-xs text-tertiary">default</span>}
          </Link>
        </MenuItem>
      ))}
      {(current !== null || hasDefault) && (
        <MenuItem asChild>
          <Link href={`${viewListPath(list)}${whole}`}>
            <Mark shown={false} />
            The whole list
          </Link>
        </MenuItem>
      )}
      <MenuLine />
      {open?.mine === true && open.query !== present && (
        <MenuItem onSelect={() => change.mutate({ id: open.id, query: present })}>
          <span>
            Save the changes to <SafeText text={open.name} maxLength={80} />
          </span>
        </MenuItem>
      )}
      <MenuItem onSelect={onSave} {...(may.allowed ? {} : { reason: may.reason })}>
        Save as a new view…
      </MenuItem>
      <MenuItem onSelect={() => void copyLink()}>Copy a link to what is shown</MenuItem>
      <MenuItem asChild>
        <Link href="/views">Rename, remove, choose a default</Link>
      </MenuItem>
    </div>
  );
}

function Mark({ shown }: { shown: boolean }) {
  return <Check aria-hidden size={14} className={shown ? "shrink-0" : "invisible shrink-0"} />;
}
