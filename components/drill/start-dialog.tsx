"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { RadioList } from "#components/operations/radio-list.tsx";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { Check } from "#components/ui/check.tsx";
import { CodeLine } from "#components/ui/code-line.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { type DrillChoice, drillCalls } from "#lib/client/drills.ts";
import { queryKeys } from "#lib/client/query-keys.ts";
import type { DrillRow } from "#lib/contract/drills.ts";
import { drillModes, drillPaces, drillVariations } from "#lib/domain/drill/drill.ts";
import { limits } from "#lib/domain/limits.ts";
import { setCoachOpen } from "./coach-open.ts";
import { stateSentence } from "./drill-state.ts";
import { modeWords, onCallWords, paceWords, variationWords } from "./drill-words.ts";
import { nodesProblem, shellLine } from "./start-choice.ts";

const first = {
  nodes: limits.drillNodesMin as number,
  variation: "main",
  mode: "hand",
  pace: "real",
  onCall: "played",
  deliverPages: false,
} as const satisfies DrillChoice;
const formId = "start-drill";

/** What is rehearsed, and how; then the wait until its fleet is there. */
export function StartDialog({ drill, onClose }: { drill: DrillRow | null; onClose: () => void }) {
  const client = useQueryClient();
  const [choice, setChoice] = useState<Required<DrillChoice>>(first);
  const [nodes, setNodes] = useState(String(first.nodes));
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const wrong = nodesProblem(nodes);
  const start = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await drillCalls().start({ ...choice, nodes: Number(nodes) });
      await client.invalidateQueries({ queryKey: queryKeys.drill });
      setCoachOpen(true);
      onClose();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : "The server did not say why.");
    } finally {
      setBusy(false);
    }
  };
  if (drill !== null) return <AlreadyOn drill={drill} onClose={onClose} />;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Start a drill"
      description="The 03:12 incident, rehearsed on this server: real processes and a real stuck lock beside a played fleet. All of it is labelled, lives apart from what is real, and is removed at the end."
      wide
      locked={busy}
      footer={
        <>
          <Button onClick={onClose} disabled={busy} className="max-sm:h-11">
            Cancel
          </Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            loading={busy}
            disabledReason={wrong ?? undefined}
            className="max-sm:h-11"
          >
            Start the drill
          </Button>
        </>
      }
    >
      <form
        id={formId}
        method="post"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (wrong === null && !busy) void start();
        }}
      >
        {failure !== null && (
          <Refused detail={failure} line={shellLine({ ...choice, nodes: Number(nodes) || first.nodes })} />
        )}
        <Choices choice={choice} onChange={setChoice} />
        <Field label="Nodes" hint="101 belong to the story; the others stand beside it." error={wrong}>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              className="sm:max-w-40"
              value={nodes}
              onChange={(event) => setNodes(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

function Choices(props: {
  choice: Required<DrillChoice>;
  onChange: (choice: Required<DrillChoice>) => void;
}) {
  const { choice, onChange } = props;
  const change = (next: Partial<DrillChoice>) => onChange({ ...choice, ...next } as Required<DrillChoice>);
  return (
    <>
      <RadioList
        label="What is rehearsed"
        value={choice.variation}
        onValueChange={(variation) => change({ variation: variation as DrillChoice["variation"] })}
        choices={drillVariations.map((value) => ({
          value,
          label: variationWords[value].name,
          note: variationWords[value].trains,
        }))}
      />
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-3">
        <Field label="How it goes on" hint={modeWords[choice.mode].does}>
          {(control) => (
            <Select
              {...control}
              value={choice.mode}
              onValueChange={(mode) => change({ mode: mode as DrillChoice["mode"] })}
              options={drillModes.map((value) => ({ value, label: modeWords[value].name }))}
            />
          )}
        </Field>
        <Field label="Pace" hint={paceWords[choice.pace].does}>
          {(control) => (
            <Select
              {...control}
              value={choice.pace}
              onValueChange={(pace) => change({ pace: pace as DrillChoice["pace"] })}
              options={drillPaces.map((value) => ({ value, label: paceWords[value].name }))}
            />
          )}
        </Field>
        <Field label="Who answers the page" hint={onCallWords[choice.onCall].does}>
          {(control) => (
            <Select
              {...control}
              value={choice.onCall}
              onValueChange={(onCall) => change({ onCall: onCall as DrillChoice["onCall"] })}
              options={(["played", "person"] as const).map((value) => ({
                value,
                label: onCallWords[value].name,
              }))}
            />
          )}
        </Field>
      </div>
      <Check
        checked={choice.deliverPages}
        onCheckedChange={(deliverPages) => change({ deliverPages })}
        label="Send its pages to the receivers under Settings, Paging"
        hint="Their titles begin with DRILL. Otherwise no page leaves this server."
      />
    </>
  );
}

/** The server could not start it: why, and how to run it from a shell instead. */
function Refused({ detail, line }: { detail: string; line: string }) {
  return (
    <>
      <Banner tone="danger" title="The drill was not started.">
        {detail}
      </Banner>
      <div className="flex flex-col gap-1.5 text-sm text-secondary">
        <p>The same drill from a shell on a Linux host, with an admin's token, against this server:</p>
        <CodeLine label="the drill's command" code={line} />
      </div>
    </>
  );
}

function AlreadyOn({ drill, onClose }: { drill: DrillRow; onClose: () => void }) {
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="There is one drill at a time"
      footer={
        <Button variant="primary" onClick={onClose}>
          Close
        </Button>
      }
    >
      <p className="text-sm">
        {stateSentence(drill)}, started by {drill.startedBy}. The banner above the page leads to its end.
      </p>
    </Dialog>
  );
}
