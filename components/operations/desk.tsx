"use client";

import dynamic from "next/dynamic";
import { usePathname } from "next/navigation";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import type { DeskTask } from "./desk-task.ts";

const Dialogs = dynamic(() => import("./desk-dialogs.tsx").then((m) => m.DeskDialogs), { ssr: false });

const Context = createContext<((task: DeskTask) => void) | null>(null);

/**
 * Where everything guarded is asked for and decided, mounted once. Its code comes when it is first used, and it
 * forgets everything when it is closed.
 */
export function OperationDesk({ children }: { children: ReactNode }) {
  const path = usePathname();
  const [task, setTask] = useState<{ id: number; task: DeskTask; path: string } | null>(null);
  const open = useMemo(
    () => (next: DeskTask) => setTask((last) => ({ id: (last?.id ?? 0) + 1, task: next, path })),
    [path],
  );
  // A link in a plan leads away from it: whoever comes back begins anew.
  if (task !== null && task.path !== path) setTask(null);
  return (
    <Context value={open}>
      {children}
      {task !== null && task.path === path && (
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
