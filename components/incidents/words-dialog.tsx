"use client";

import { useState } from "react";
import { Words } from "#components/locks/words.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { TextArea } from "#components/ui/text-area.tsx";
import { incidentCalls } from "#lib/client/incidents.ts";
import { newRequestKey } from "#lib/client/operations.ts";
import type { IncidentDetail } from "#lib/contract/incidents.ts";
import { limits } from "#lib/domain/limits.ts";
import type { WordsVerb } from "./incident-task.ts";

interface Look {
  title: string;
  verb: string;
  does: string;
  label: string;
  hint?: string;
  /** It means nothing without words. */
  needed: boolean;
  send: (id: string, text: string, key: string) => Promise<IncidentDetail>;
  done: string;
}

const looks: Record<WordsVerb, Look> = {
  acknowledge: {
    title: "Acknowledge this incident?",
    verb: "Acknowledge",
    does: "Everybody sees that you are on it. It opens no gate: a hold point is acknowledged on its operation.",
    label: "Note (may stay empty)",
    needed: false,
    send: (id, text, key) => incidentCalls().acknowledge(id, text, key),
    done: "Acknowledged",
  },
  note: {
    title: "Add a note",
    verb: "Add the note",
    does: "It stands in the timeline and in the report, with your name and the time.",
    label: "Note",
    needed: true,
    send: (id, text, key) => incidentCalls().note(id, text, key),
    done: "The note is in the timeline",
  },
  "follow-up": {
    title: "Add a follow-up",
    verb: "Add the follow-up",
    does: "What has to be done so that this does not happen again. It stays on the list after the end.",
    label: "What has to be done",
    needed: true,
    send: (id, text, key) => incidentCalls().followUp(id, text, key),
    done: "The follow-up is on the list",
  },
  resolve: {
    title: "Resolve this incident?",
    verb: "Resolve",
    does: "It is closed for everybody. If the same begins again soon, the rules open it again.",
    label: "What was found, and what was done",
    hint: "It is the first thing that the report says.",
    needed: true,
    send: (id, text, key) => incidentCalls().resolve(id, text, key),
    done: "Resolved",
  },
  reopen: {
    title: "Reopen this incident?",
    verb: "Reopen",
    does: "It counts as wrong again, and stands at the edge of every screen.",
    label: "Why",
    needed: true,
    send: (id, text, key) => incidentCalls().reopen(id, text, key),
    done: "Reopened",
  },
};

/** Asks for the words of one verb; stays open when it fails. */
export function WordsDialog(props: {
  incident: IncidentDetail;
  verb: WordsVerb;
  onClose: () => void;
  onDone: (after: IncidentDetail, words: string) => void;
}) {
  const { incident, verb, onClose, onDone } = props;
  const look = looks[verb];
  const [key] = useState(newRequestKey);
  const [text, setText] = useState("");
  const missing = look.needed && text.trim() === "" ? "Say it in words first." : undefined;
  const { allowed, reason } = incident.allowed[verb];
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={look.title}
      verb={look.verb}
      blockedReason={allowed ? missing : (reason ?? "It can't be done now.")}
      onConfirm={async () => onDone(await look.send(incident.id, text.trim(), key), look.done)}
    >
      <p className="text-sm font-medium">
        <Words text={incident.title} />
      </p>
      <p className="text-sm text-secondary">{look.does}</p>
      <Field label={look.label} {...(look.hint !== undefined && { hint: look.hint })}>
        {(control) => (
          <TextArea
            {...control}
            rows={verb === "resolve" ? 5 : 3}
            maxLength={limits.reasonMaxChars}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
    </ConfirmDialog>
  );
}
