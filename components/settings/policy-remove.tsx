"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { kindWords } from "#components/operations/operation-words.ts";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { removePolicyMutation } from "#lib/client/policies.ts";
import type { PolicyRow } from "#lib/contract/policies.ts";

/** Takes a policy back, and says what counts then. */
export function PolicyRemove({ policy, onClose }: { policy: PolicyRow | null; onClose: () => void }) {
  const remove = useMutation(removePolicyMutation(useQueryClient()));
  return (
    <ConfirmDialog
      open={policy !== null}
      onOpenChange={(open) => !open && onClose()}
      title="Take this policy back?"
      verb="Take policy back"
      onConfirm={async () => {
        if (policy === null) return;
        await remove.mutateAsync(policy.id);
        toast.success("The policy is taken back");
      }}
    >
      {policy !== null && (
        <p className="text-sm text-secondary">
          {kindWords[policy.kind]}
          {policy.resource !== null && (
            <>
              {" "}
              of <SafeText text={policy.resource} mono maxLength={80} className="text-primary" />
            </>
          )}{" "}
          then needs what {policy.resource === null ? "it does by default" : "is set for all resources"}. It
          counts from the next plan or confirmation on.
        </p>
      )}
    </ConfirmDialog>
  );
}
