"use client";

import dynamic from "next/dynamic";
import { useCan } from "#components/shell/visitor.tsx";
import { useDrill, useDrillDialog } from "./use-drill.ts";

const StartDialog = dynamic(() => import("./start-dialog.tsx").then((m) => m.StartDialog), { ssr: false });
const EndDialog = dynamic(() => import("./end-dialog.tsx").then((m) => m.EndDialog), { ssr: false });

/** Where a drill is started and ended, mounted once; which dialog is open stands in the address. */
export function DrillDesk() {
  const [dialog, setDialog] = useDrillDialog();
  const may = useCan("drill.manage").allowed;
  const drill = useDrill();
  if (!may || dialog === null) return null;
  const close = () => void setDialog(null);
  if (dialog === "start") return <StartDialog drill={drill} onClose={close} />;
  return drill === null ? null : <EndDialog drill={drill} onClose={close} />;
}
