"use client";

import dynamic from "next/dynamic";
import { createContext, type ReactNode, useContext, useState } from "react";
import type { IncidentDetail } from "#lib/contract/incidents.ts";
import type { IncidentTask } from "./incident-task.ts";

const Dialogs = dynamic(() => import("./incident-dialogs.tsx").then((m) => m.IncidentDialogs), {
  ssr: false,
});

const Context = createContext<((task: IncidentTask) => void) | null>(null);

/** Where everything is asked for that changes this incident. Its code comes when it is first used. */
export function IncidentDesk({ incident, children }: { incident: IncidentDetail; children: ReactNode }) {
  const [task, setTask] = useState<{ id: number; task: IncidentTask } | null>(null);
  const [open] = useState(
    () => (next: IncidentTask) => setTask((last) => ({ id: (last?.id ?? 0) + 1, task: next })),
  );
  return (
    <Context value={open}>
      {children}
      {task !== null && (
        <Dialogs key={task.id} incident={incident} task={task.task} onClose={() => setTask(null)} />
      )}
    </Context>
  );
}

/** Asks for something: a dialog opens. */
export function useIncidentDesk(): (task: IncidentTask) => void {
  const open = useContext(Context);
  if (open === null) throw new Error("IncidentDesk is missing above this component");
  return open;
}
