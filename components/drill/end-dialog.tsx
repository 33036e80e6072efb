"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { drillCalls } from "#lib/client/drills.ts";
import { queryKeys } from "#lib/client/query-keys.ts";
import type { DrillRow } from "#lib/contract/drills.ts";
import { nodesWords } from "./drill-state.ts";

/** Asks before a drill is ended: what goes with it, and what stays. */
export function EndDialog({ drill, onClose }: { drill: DrillRow; onClose: () => void }) {
  const client = useQueryClient();
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="End the drill?"
      verb="End the drill"
      danger
      onConfirm={async () => {
        await drillCalls().end(drill.id);
        await client.invalidateQueries({ queryKey: queryKeys.drill });
      }}
    >
      <p className="text-sm">
        Its processes are ended, and everything of it is removed: {nodesWords(drill.options.nodes)}, their
        locks, operations, versions, its incident and its report.
      </p>
      <p className="text-sm text-secondary">
        Save its report first if it is wanted. Only the audit keeps its rows. Nothing that is real is touched.
      </p>
    </ConfirmDialog>
  );
}
