"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { useCan } from "#components/shell/visitor.tsx";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { SafeText } from "#components/ui/safe-text.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { ProblemError } from "#lib/client/http.ts";
import { changeViewMutation, viewQuery } from "#lib/client/views.ts";
import type { SavedView } from "#lib/contract/views.ts";
import type { ViewList } from "#lib/domain/views/saved-view.ts";
import { usePresentView, viewHref } from "./present-view.ts";
import { SaveViewDialog } from "./save-view-dialog.tsx";

interface Shown {
  list: ViewList;
  columns?: readonly { id: string }[] | undefined;
  hidden?: ReadonlySet<string> | undefined;
}

/** Which view is open, whose it is, and whether what is shown has moved on from it. Loaded where one is open. */
export function ViewLine({ id, ...shown }: Shown & { id: string }) {
  const { data, error } = useQuery(viewQuery(id));
  if (error !== null) return <NoView error={error} />;
  // The place is kept while it is read, so that nothing below moves.
  if (data === undefined) return <div className="h-7" />;
  if (data.list !== shown.list) return <OtherList view={data} />;
  return <OpenView view={data} shown={shown} />;
}

function OpenView({ view, shown }: { view: SavedView; shown: Shown }) {
  const present = usePresentView(shown.list, shown);
  const may = useCan("account.self");
  const change = useMutation(changeViewMutation(useQueryClient()));
  const [copying, setCopying] = useState(false);
  const changed = present !== view.query;
  return (
    <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      <span role="status">
        <span className="text-tertiary">View </span>
        <SafeText text={view.name} maxLength={80} className="font-medium" />
        {!view.mine && (
          <span className="text-secondary">
            {" "}
            of <SafeText text={view.ownerName} maxLength={80} />
          </span>
        )}
        {changed && <span className="text-secondary"> · changed since</span>}
      </span>
      {changed && view.mine && (
        <Button
          size="sm"
          loading={change.isPending}
          onClick={() => change.mutate({ id: view.id, query: present })}
        >
          Save the changes
        </Button>
      )}
      {changed && (
        <Link href={viewHref(view)} className={buttonClass("ghost", "sm")}>
          Back to the view
        </Link>
      )}
      {!view.mine && may.allowed && (
        <Button size="sm" onClick={() => setCopying(true)}>
          Save as my own…
        </Button>
      )}
      {change.error !== null && (
        <span role="alert" className="text-hot-text">
          {change.error.message}
        </span>
      )}
      {copying && <SaveViewDialog {...shown} name={view.name} onClose={() => setCopying(false)} />}
    </div>
  );
}

/** A link to a view that is not there: what became of it, above the list as it is. */
function NoView({ error }: { error: Error }) {
  const problem = error instanceof ProblemError ? error : null;
  const { name, ownerName, goneAt } = problem?.problem.context ?? {};
  if (problem?.code === "gone" && typeof name === "string" && typeof goneAt === "number") {
    return (
      <Banner tone="info" title="This view was removed">
        <SafeText text={name} maxLength={80} /> of <SafeText text={String(ownerName)} maxLength={80} /> was
        removed <TimeAgo atMs={goneAt} />. Below is the list without it.
      </Banner>
    );
  }
  const title = problem?.code === "not-found" ? "There is no such view" : "The view could not be read";
  return (
    <Banner tone="info" title={title}>
      {problem?.code === "not-found" ? "The link may be cut off." : error.message} Below is the list without
      it.
    </Banner>
  );
}

function OtherList({ view }: { view: SavedView }) {
  return (
    <Banner tone="info" title="This view is of another list">
      <Link href={viewHref(view)} className="underline underline-offset-2">
        Open <SafeText text={view.name} maxLength={80} /> where it belongs
      </Link>
    </Banner>
  );
}
