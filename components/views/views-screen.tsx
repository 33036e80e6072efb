"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { useState } from "react";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { EmptyState, ErrorState } from "#components/ui/message-state.tsx";
import { PageHeader, Section } from "#components/ui/page-header.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { removeViewMutation, viewsQuery } from "#lib/client/views.ts";
import type { SavedView } from "#lib/contract/views.ts";
import { limits } from "#lib/domain/limits.ts";
import { viewListPath, viewLists } from "#lib/domain/views/saved-view.ts";
import { listWords } from "./present-view.ts";
import { RenameViewDialog } from "./rename-view-dialog.tsx";
import { ViewRow } from "./view-row.tsx";

/** All views of the visitor, list by list: to open, rename, share and remove. */
export function ViewsScreen() {
  const query = useQuery(viewsQuery(undefined));
  const [renaming, setRenaming] = useState<SavedView | null>(null);
  const [removing, setRemoving] = useState<SavedView | null>(null);
  const { data, error } = query;
  return (
    <div className="flex flex-col gap-6">
      <PageHeader
        title="Saved views"
        meta={data === undefined ? "reading" : `${data.total} of at most ${limits.viewsPerPersonMax}`}
      />
      {data === undefined && error === null && <SkeletonRows rows={6} label="Reading your views" />}
      {data === undefined && error !== null && (
        <ErrorState
          title="Your views could not be read"
          detail={error.message}
          onRetry={() => void query.refetch()}
        />
      )}
      {data?.items.length === 0 && <NoViews />}
      {viewLists.map((list) => {
        const views = data?.items.filter((view) => view.list === list) ?? [];
        if (views.length === 0) return null;
        return (
          <Section key={list} title={listWords[list]}>
            <ul aria-label={`Views of ${listWords[list]}`} className="border-b border-line">
              {views.map((view) => (
                <ViewRow
                  key={view.id}
                  view={view}
                  onRename={() => setRenaming(view)}
                  onRemove={() => setRemoving(view)}
                />
              ))}
            </ul>
          </Section>
        );
      })}
      {renaming !== null && <RenameViewDialog view={renaming} onClose={() => setRenaming(null)} />}
      <RemoveView view={removing} onClose={() => setRemoving(null)} />
    </div>
  );
}

function NoViews() {
  return (
    <EmptyState title="No view is saved yet">
      <p>
        Filter a list, put it in order, choose its columns; then save what you see, under Views above it. Try
        it with the{" "}
        <Link href={viewListPath("locks")} className="underline underline-offset-2">
          locks
        </Link>
        .
      </p>
    </EmptyState>
  );
}

function RemoveView({ view, onClose }: { view: SavedView | null; onClose: () => void }) {
  const remove = useMutation(removeViewMutation(useQueryClient()));
  return (
    <ConfirmDialog
      open={view !== null}
      onOpenChange={(open) => !open && onClose()}
      title="Remove this view?"
      verb="Remove the view"
      onConfirm={async () => {
        if (view !== null) await remove.mutateAsync(view.id);
      }}
    >
      {view !== null && (
        <p className="text-sm text-secondary">
          Whoever opens a link to <SafeText text={view.name} maxLength={80} className="text-primary" /> is
          told that you removed it, and sees the list without it.
        </p>
      )}
    </ConfirmDialog>
  );
}
