"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { personWords } from "#components/operations/operation-words.ts";
import { useVisitor } from "#components/shell/visitor.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Select } from "#components/ui/select.tsx";
import { incidentCalls, peopleQuery } from "#lib/client/incidents.ts";
import { newRequestKey } from "#lib/client/operations.ts";
import type { IncidentDetail } from "#lib/contract/incidents.ts";
import type { IncidentRole } from "#lib/domain/incidents/incident.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { RoleGift } from "./incident-task.ts";
import { roleWords } from "./incident-words.ts";

const verbs: Record<RoleGift, (role: string) => string> = {
  me: (role) => (role === "commander" ? "Take command" : `Take ${role}`),
  other: (role) => `Hand over ${role}`,
  nobody: (role) => `Give up ${role}`,
};

/** Asks before a role changes hands: who has it now, and who has it then. */
export function RoleDialog(props: {
  incident: IncidentDetail;
  role: IncidentRole;
  give: RoleGift;
  onClose: () => void;
  onDone: (after: IncidentDetail, words: string) => void;
}) {
  const { incident, role, give, onClose, onDone } = props;
  const me = useVisitor();
  const people = useQuery({ ...peopleQuery(), enabled: give === "other" });
  const [key] = useState(newRequestKey);
  const [chosen, setChosen] = useState("");
  const now = incident.roles.find((one) => one.role === role)?.person ?? null;
  const name = roleWords[role].toLowerCase();
  const options = (people.data?.items ?? []).filter(({ id }) => id !== now?.id);
  const to = give === "me" ? me.id : give === "nobody" ? null : chosen;
  const { allowed, reason } = incident.allowed["take-role"];
  const missing = to === "" ? (people.error?.message ?? "Choose a person first.") : undefined;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${verbs[give](name)}?`}
      verb={verbs[give](name)}
      blockedReason={allowed ? missing : (reason ?? "It can't be done now.")}
      onConfirm={async () => {
        const after = await incidentCalls().role(incident.id, role, to, key);
        const person = after.roles.find((one) => one.role === role)?.person;
        onDone(
          after,
          person === undefined ? `Nobody is ${name} now` : `${personWords(person)} is ${name} now`,
        );
      }}
    >
      <p className="text-sm text-secondary">
        {now === null ? `Nobody is ${name} now.` : `${personWords(now)} is ${name} now.`}{" "}
        {give === "nobody" && "Afterwards nobody is, and the page says so."}
        {give === "me" && "Afterwards it is you, and everybody sees it."}
      </p>
      {give === "other" && (
        <Field label="To whom">
          {(control) => (
            <Select
              {...control}
              value={chosen}
              onValueChange={setChosen}
              options={[
                {
                  value: "",
                  label: people.isPending ? "Reading who there is" : "Choose a person",
                  disabled: true,
                },
                ...options.map((person) => ({ value: person.id, label: safeText(person.name, 80) })),
              ]}
            />
          )}
        </Field>
      )}
    </ConfirmDialog>
  );
}
