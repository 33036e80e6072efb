"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import type { SpecInput } from "#lib/client/operations.ts";
import { operationHref } from "#lib/client/paths.ts";
import { queryKeys } from "#lib/client/query-keys.ts";
import type { OperationDetail } from "#lib/contract/operations.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { ActDialog } from "./act-dialog.tsx";
import { BypassForm } from "./bypass-form.tsx";
import { ClearForm } from "./clear-form.tsx";
import { ConfirmOperation } from "./confirm-operation.tsx";
import type { DeskTask } from "./desk-task.ts";
import { DrainForm } from "./drain-form.tsx";
import { ExtendForm } from "./extend-form.tsx";
import type { Ask } from "./review.ts";

interface DialogProps {
  task: DeskTask;
  onTask: (task: DeskTask) => void;
  onClose: () => void;
}

/** The operation whose page stays the place to be after this was decided; null: the page of what was decided. */
function placeAfter(ask: Ask): string | null {
  if (ask.act === "acknowledge") return ask.operation.id;
  const spec = "spec" in ask ? ask.spec : ask.operation.spec;
  if (spec.kind === "resume" || spec.kind === "extend" || spec.kind === "bypass") return spec.operationId;
  return spec.kind === "drain" ? (spec.forOperation ?? null) : null;
}

/** The dialog of what lies on the desk. A form leads to the review of its plan. */
export function DeskDialogs({ task, onTask, onClose }: DialogProps) {
  const router = useRouter();
  const queryClient = useQueryClient();
  const plan = (spec: SpecInput) => onTask({ form: "review", ask: { act: "confirm", spec } });
  const settled = (operation: OperationDetail) => {
    void queryClient.invalidateQueries({ queryKey: queryKeys.openOperations });
    if (operation.relatedId !== null) {
      void queryClient.invalidateQueries({ queryKey: queryKeys.operation(operation.relatedId) });
    }
    onClose();
  };
  switch (task.form) {
    case "clear":
      return <ClearForm lock={task.lock} onClose={onClose} onSpec={plan} />;
    case "drain":
      return (
        <DrainForm
          {...(task.scope !== undefined && { scope: task.scope })}
          {...(task.forOperation !== undefined && { forOperation: task.forOperation })}
          onClose={onClose}
          onSpec={plan}
        />
      );
    case "extend":
      return <ExtendForm operation={task.operation} onClose={onClose} onSpec={plan} />;
    case "bypass":
      return <BypassForm operation={task.operation} onClose={onClose} onSpec={plan} />;
    case "act":
      return <ActDialog operation={task.operation} verb={task.verb} onClose={onClose} onDone={settled} />;
    case "review":
      return (
        <ConfirmOperation
          ask={task.ask}
          onClose={onClose}
          onDecided={(operation) => {
            settled(operation);
            toast.success(
              task.ask.act === "acknowledge" ? "Acknowledged" : safeText(operation.plan.title, 200),
              { description: safeText(operation.sentence, 300) },
            );
            router.push(operationHref(placeAfter(task.ask) ?? operation.id));
          }}
        />
      );
  }
}
