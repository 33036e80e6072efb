"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { AxisCursorProvider } from "#components/charts/axis-cursor.tsx";
import { DetailFrame } from "#components/live/detail-frame.tsx";
import { LockLines } from "#components/locks/lock-lines.tsx";
import { useTitle } from "#components/locks/use-lock-title.ts";
import { useCan } from "#components/shell/visitor.tsx";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/page-header.tsx";
import { stateLooks } from "#components/ui/state.ts";
import { incidentQuery } from "#lib/client/incidents.ts";
import type { IncidentDetail } from "#lib/contract/incidents.ts";
import { isEnded } from "#lib/domain/operations/operation.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { grouped } from "#lib/domain/words.ts";
import { FollowUpList } from "./follow-up-list.tsx";
import { IncidentActions } from "./incident-actions.tsx";
import { IncidentDesk, useIncidentDesk } from "./incident-desk.tsx";
import { IncidentHeader } from "./incident-header.tsx";
import { IncidentLines } from "./incident-lines.tsx";
import type { WordsVerb } from "./incident-task.ts";
import { severityLook } from "./incident-words.ts";
import { NextList } from "./next-list.tsx";
import { NoteList } from "./note-list.tsx";
import { PictureSection } from "./picture/picture-section.tsx";
import { RoleList } from "./role-list.tsx";
import { SignalList } from "./signal-list.tsx";
import { TimelineSection } from "./timeline/timeline-section.tsx";
import { UnderWay } from "./underway.tsx";

// Of use to paper alone.
const PrintNote = dynamic(() => import("#components/views/print-note.tsx").then((m) => m.PrintNote), {
  ssr: false,
});

/** One incident, whole and live: what is wrong, who is on it, what can be done, and all that happened. */
export function IncidentScreen({ id }: { id: string }) {
  const query = useQuery(incidentQuery(id));
  const incident = query.data;
  useTitle(
    incident === undefined
      ? null
      : `${stateLooks[severityLook(incident)].word} · ${safeText(incident.title.replaceAll("`", ""), 60)} · Locksmith`,
  );
  return (
    <DetailFrame query={query} noun="incident" listHref="/incidents">
      {(data) => (
        <IncidentDesk incident={data}>
          <AxisCursorProvider>
            <Incident incident={data} />
          </AxisCursorProvider>
        </IncidentDesk>
      )}
    </DetailFrame>
  );
}

function Incident({ incident }: { incident: IncidentDetail }) {
  const { operations, merged, notes, followUps } = incident;
  const underWay = operations.filter(({ state }) => !isEnded(state)).length;
  return (
    // Below the last line there is room for the button that a phone keeps in reach.
    <div className="flex flex-col gap-4 max-sm:pb-16">
      <IncidentHeader incident={incident} />
      <IncidentActions incident={incident} />
      <Columns
        main={
          <>
            <Section title="What can be done next">
              <NextList incident={incident} />
            </Section>
            <Section title="Its locks" note="as they are now">
              <LockLines locks={incident.locks} none="None of its locks exists any more." />
            </Section>
            <Section title="Operations" note={underWay === 0 ? undefined : `${grouped(underWay)} under way`}>
              <UnderWay operations={operations} />
            </Section>
          </>
        }
        aside={
          <>
            <Section title="Who does what">
              <RoleList incident={incident} />
            </Section>
            <Section title="What the rules see">
              <SignalList signals={incident.signals} />
            </Section>
          </>
        }
      />
      <PictureSection incident={incident} />
      <Columns
        main={<TimelineSection incident={incident} />}
        aside={
          <>
            <Section title="Notes" actions={<Add incident={incident} verb="note" label="Add a note…" />}>
              <NoteList notes={notes} />
            </Section>
            <Section
              title="Follow-ups"
              note={followUps.length === 0 ? undefined : doneWords(followUps)}
              actions={<Add incident={incident} verb="follow-up" label="Add a follow-up…" />}
            >
              <FollowUpList incident={incident} />
            </Section>
            {merged.length > 0 && (
              <Section title="Merged into this">
                <IncidentLines incidents={merged} />
              </Section>
            )}
          </>
        }
      />
      <PrintNote />
    </div>
  );
}

function Columns({ main, aside }: { main: ReactNode; aside: ReactNode }) {
  return (
    <div className="grid grid-cols-1 gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,1.7fr)_minmax(0,1fr)]">
      <div className="flex min-w-0 flex-col gap-6">{main}</div>
      <div className="flex min-w-0 flex-col gap-6">{aside}</div>
    </div>
  );
}

function doneWords(followUps: IncidentDetail["followUps"]): string {
  const done = followUps.filter(({ doneAt }) => doneAt !== null).length;
  return `${grouped(done)} of ${grouped(followUps.length)} done`;
}

function Add({ incident, verb, label }: { incident: IncidentDetail; verb: WordsVerb; label: string }) {
  const may = useCan("incident.write").allowed && incident.allowed[verb].allowed;
  const desk = useIncidentDesk();
  if (!may) return null;
  return (
    <Button size="sm" onClick={() => desk({ form: "words", verb })} className="pointer-coarse:h-11">
      {label}
    </Button>
  );
}
