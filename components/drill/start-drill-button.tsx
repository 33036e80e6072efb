"use client";

import { useCan } from "#components/shell/visitor.tsx";
import { Button } from "#components/ui/button.tsx";
import { useDrill, useDrillDialog } from "./use-drill.ts";

/** For admins, while no drill is on: opens the dialog that starts one. */
export function StartDrillButton({ primary = false }: { primary?: boolean }) {
  const may = useCan("drill.manage").allowed;
  const drill = useDrill();
  const [, setDialog] = useDrillDialog();
  if (!may || drill !== null) return null;
  return (
    <Button variant={primary ? "primary" : "secondary"} onClick={() => void setDialog("start")}>
      Start a drill…
    </Button>
  );
}
