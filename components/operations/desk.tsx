"use client";

import dynamic from "next/dynamic";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import type { ReasonVerb } from "#lib/client/operations.ts";
import type { LockDetail } from "#lib/contract/locks.ts";
import type { OperationDetail } from "#lib/contract/operations.ts";
import type { Scope } from "#lib/domain/operations/operation.ts";
import type { Ask } from "./review.ts";

const Dialogs = dynamic(() => import("./desk-dialogs.tsx").then((m) => m.DeskDialogs), { ssr: false });

/** What lies on the desk: a form that leads to a plan, a plan to decide on, or one verb of an operation. */
export type DeskTask =
  | { form: "clear"; lock: LockDetail }
  | { form: "drain"; scope?: Scope; forOperation?: OperationDetail }
  | { form: "extend"; operation: OperationDetail }
  | { form: "bypass"; operation: OperationDetail }
  | { form: "review"; ask: Ask }
  | { form: "act"; operation: OperationDetail; verb: ReasonVerb };

const Context = createContext<((task: DeskTask) => void) | null>(null);

/**
 * Where everything guarded is asked for and decided, mounted once. Its code comes when it is first used, and it
 * forgets everything when it is closed.
 */
export function OperationDesk({ children }: { children: ReactNode }) {
  const [task, setTask] = useState<{ id: number; task: DeskTask } | null>(null);
  const open = useMemo(() => {
    let last = 0;
    return (next: DeskTask) => {
      last += 1;
      setTask({ id: last, task: next });
    };
  }, []);
  return (
    <Context value={open}>
      {children}
      {task !== null && (
        <Dialogs key={task.id} task={task.task} onTask={open} onClose={() => setTask(null)} />
      )}
    </Context>
  );
}

/** Puts something on the desk: a dialog opens. */
export function useDesk(): (task: DeskTask) => void {
  const open = useContext(Context);
  if (open === null) throw new Error("OperationDesk is missing above this component");
  return open;
}
