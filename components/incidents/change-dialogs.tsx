"use client";

import { useState } from "react";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { stateLooks } from "#components/ui/state.ts";
import { TextArea } from "#components/ui/text-area.tsx";
import { incidentCalls } from "#lib/client/incidents.ts";
import { newRequestKey } from "#lib/client/operations.ts";
import type { IncidentDetail } from "#lib/contract/incidents.ts";
import { limits } from "#lib/domain/limits.ts";
import { type Severity, severities } from "#lib/domain/states.ts";
import { MergeTarget } from "./merge-target.tsx";

interface ChangeProps {
  incident: IncidentDetail;
  onClose: () => void;
  onDone: (after: IncidentDetail, words: string) => void;
}

/** Asks for another severity, and why. */
export function SeverityDialog({ incident, onClose, onDone }: ChangeProps) {
  const [key] = useState(newRequestKey);
  const [severity, setSeverity] = useState<Severity>(incident.severity);
  const [why, setWhy] = useState("");
  const word = stateLooks[severity].word.toLowerCase();
  const blocked = blockedBy(incident, "severity", [
    severity === incident.severity && `It is ${word} already.`,
    why.trim() === "" && "Say why first.",
  ]);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Change the severity?"
      verb={`Set to ${word}`}
      blockedReason={blocked}
      onConfirm={async () => {
        onDone(await incidentCalls().severity(incident.id, severity, why.trim(), key), `It is ${word} now`);
      }}
    >
      <p className="text-sm text-secondary">
        From then on the rules leave it as a person set it, whatever they see.
      </p>
      <Field label="Severity">
        {(control) => (
          <Select
            {...control}
            value={severity}
            onValueChange={(next) => setSeverity(next as Severity)}
            options={severities.toReversed().map((one) => ({ value: one, label: stateLooks[one].word }))}
          />
        )}
      </Field>
      <Why value={why} onValueChange={setWhy} />
    </ConfirmDialog>
  );
}

/** Asks into which other incident this one goes, and why. */
export function MergeDialog({ incident, onClose, onDone }: ChangeProps) {
  const [key] = useState(newRequestKey);
  const [into, setInto] = useState("");
  const [why, setWhy] = useState("");
  const blocked = blockedBy(incident, "merge", [
    into === "" && "Choose the incident first.",
    why.trim() === "" && "Say why first.",
  ]);
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Merge this into another incident?"
      verb="Merge"
      blockedReason={blocked}
      onConfirm={async () => {
        onDone(
          await incidentCalls().merge(incident.id, into, why.trim(), key),
          "It is part of the other incident now",
        );
      }}
    >
      <p className="text-sm text-secondary">
        What was seen and done here goes on in the other one. This page stays, and says where it went. It
        can’t be taken apart again.
      </p>
      <MergeTarget incidentId={incident.id} value={into} onValueChange={setInto} />
      <Why value={why} onValueChange={setWhy} />
    </ConfirmDialog>
  );
}

function Why({ value, onValueChange }: { value: string; onValueChange: (text: string) => void }) {
  return (
    <Field label="Why" hint="It stands in the timeline and in the audit.">
      {(control) => (
        <TextArea
          {...control}
          rows={2}
          maxLength={limits.reasonMaxChars}
          value={value}
          onChange={(event) => onValueChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** The server's reason why not, or what is missing in the form. */
function blockedBy(
  incident: IncidentDetail,
  verb: "severity" | "merge",
  missing: readonly (string | false)[],
): string | undefined {
  const { allowed, reason } = incident.allowed[verb];
  if (!allowed) return reason ?? "It can't be done now.";
  return missing.find((text) => text !== false) || undefined;
}
