"use client";

import { useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { queryKeys } from "#lib/client/query-keys.ts";
import type { IncidentDetail } from "#lib/contract/incidents.ts";
import { MergeDialog, SeverityDialog } from "./change-dialogs.tsx";
import type { IncidentTask } from "./incident-task.ts";
import { RoleDialog } from "./role-dialog.tsx";
import { WordsDialog } from "./words-dialog.tsx";

/** The dialog of what was asked for on an incident's page. What it answers is on the page at once. */
export function IncidentDialogs(props: {
  incident: IncidentDetail;
  task: IncidentTask;
  onClose: () => void;
}) {
  const { incident, task, onClose } = props;
  const queryClient = useQueryClient();
  const onDone = (after: IncidentDetail, words: string) => {
    queryClient.setQueryData(queryKeys.incident(after.id), after);
    // A merge is answered with the other one.
    if (after.id !== incident.id) {
      void queryClient.invalidateQueries({ queryKey: queryKeys.incident(incident.id) });
    }
    void queryClient.invalidateQueries({ queryKey: queryKeys.incidentTimeline(incident.id, "") });
    void queryClient.invalidateQueries({ queryKey: queryKeys.openIncidents });
    toast.success(words);
  };
  const shared = { incident, onClose, onDone };
  switch (task.form) {
    case "words":
      return <WordsDialog {...shared} verb={task.verb} />;
    case "role":
      return <RoleDialog {...shared} role={task.role} give={task.give} />;
    case "severity":
      return <SeverityDialog {...shared} />;
    case "merge":
      return <MergeDialog {...shared} />;
  }
}
