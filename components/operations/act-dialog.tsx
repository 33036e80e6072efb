"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Words } from "#components/locks/words.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { TextArea } from "#components/ui/text-area.tsx";
import { newRequestKey, operationCalls, type ReasonVerb } from "#lib/client/operations.ts";
import { queryKeys } from "#lib/client/query-keys.ts";
import type { OperationDetail } from "#lib/contract/operations.ts";
import { limits } from "#lib/domain/limits.ts";
import { isEnded } from "#lib/domain/operations/operation.ts";
import { reasonProblem, reasonRule } from "#lib/domain/operations/reason.ts";

const looks: Record<
  ReasonVerb,
  { title: string; verb: string; does: string; needsReason: boolean; danger: boolean }
> = {
  abort: {
    title: "Abort this operation?",
    verb: "Abort",
    does: "Nothing more is begun, and what was done and can be taken back is taken back: paused units resume.",
    needsReason: true,
    danger: true,
  },
  ask: {
    title: "Ask for the acknowledgement again?",
    verb: "Ask again",
    does: "A new page goes to every receiver under Settings, Paging. The gate stays shut until a second person acknowledges.",
    needsReason: false,
    danger: false,
  },
  promote: {
    title: "Promote to the next step?",
    verb: "Promote",
    does: "The next nodes get the version. Whatever is not healthy shuts the gate, and nothing is promoted.",
    needsReason: false,
    danger: false,
  },
  rollback: {
    title: "Roll back?",
    verb: "Roll back",
    does: "Every node that got the version goes back to the last promoted one.",
    needsReason: true,
    danger: true,
  },
};

/** Asks before one verb of an operation is done: what it does, and why. */
export function ActDialog(props: {
  operation: OperationDetail;
  verb: ReasonVerb;
  onClose: () => void;
  onDone: (operation: OperationDetail) => void;
}) {
  const { operation, verb, onClose, onDone } = props;
  const look = looks[verb];
  const queryClient = useQueryClient();
  const [key] = useState(newRequestKey);
  const [reason, setReason] = useState("");
  const missing = look.needsReason ? (reasonProblem(reason) ?? undefined) : undefined;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={look.title}
      verb={look.verb}
      danger={look.danger}
      blockedReason={isEnded(operation.state) ? "It has ended." : missing}
      onConfirm={async () => {
        const after = await operationCalls().act(operation.id, verb, reason.trim(), key);
        queryClient.setQueryData(queryKeys.operation(after.id), after);
        onDone(after);
      }}
    >
      <p className="text-sm font-medium">
        <Words text={operation.title} />
      </p>
      <p className="text-sm text-secondary">{look.does}</p>
      <Field
        label={look.needsReason ? "Why" : "Why (may stay empty)"}
        hint={look.needsReason ? `${reasonRule} It stands in the audit.` : "It stands in the audit."}
      >
        {(control) => (
          <TextArea
            {...control}
            rows={2}
            maxLength={limits.reasonMaxChars}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
