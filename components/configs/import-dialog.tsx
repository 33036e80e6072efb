"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { fieldError } from "#components/auth/problem-words.ts";
import { textOf } from "#components/auth/text-of.ts";
import { FormDialog } from "#components/settings/form-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { importConfigMutation } from "#lib/client/configs.ts";
import type { ConfigDetail } from "#lib/contract/configs.ts";
import { safeText } from "#lib/domain/safe-text.ts";

/** Takes over what one node runs as a version that is meant. */
export function ImportDialog({ config, onClose }: { config: ConfigDetail; onClose: () => void }) {
  const take = useMutation(importConfigMutation(useQueryClient()));
  const nodes = config.nodeList.filter(({ running }) => running !== null);
  const [node, setNode] = useState(nodes[0]?.node ?? "");
  const first =
    config.promoted === null
      ? " As there is no promoted version yet, it becomes the one to come back to."
      : "";
  return (
    <FormDialog
      open
      onClose={onClose}
      title="Import what a node runs"
      description={`The content stays as it is; it gets your name and a reason.${first}`}
      verb="Import this version"
      pending={take.isPending}
      error={take.error}
      fields={["node", "reason"]}
      onSubmit={(form) =>
        take.mutate(
          { name: config.name, node, reason: textOf(form, "reason").trim() },
          {
            onSuccess: ({ version, promoted }) => {
              toast.success(`Version ${version.version} is imported${promoted ? " and promoted" : ""}`);
              onClose();
            },
          },
        )
      }
    >
      <Field label="Node" error={fieldError(take.error, "node")}>
        {(control) => (
          <Select
            {...control}
            value={node}
            onValueChange={setNode}
            options={nodes.slice(0, 500).map((one) => ({
              value: one.node,
              label: `${safeText(one.node, 80)}: ${one.running?.version == null ? "content unknown yet" : `version ${one.running.version}`}`,
            }))}
          />
        )}
      </Field>
      <Field label="Reason" error={fieldError(take.error, "reason")}>
        {(control) => <Input {...control} name="reason" maxLength={2000} required />}
      </Field>
    </FormDialog>
  );
}
