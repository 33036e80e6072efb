"use client";

import { useQuery } from "@tanstack/react-query";
import { useQueryState } from "nuqs";
import { useMemo } from "react";
import { kindsParser } from "#components/incidents/incident-search.ts";
import { kindWords } from "#components/incidents/incident-words.ts";
import { OwnCount } from "#components/live/own-count.tsx";
import { Button } from "#components/ui/button.tsx";
import { FilterChips } from "#components/ui/filter-chips.tsx";
import { Section } from "#components/ui/page-header.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { incidentTimelineQuery } from "#lib/client/incidents.ts";
import type { IncidentDetail, IncidentTimeline } from "#lib/contract/incidents.ts";
import { grouped } from "#lib/domain/words.ts";
import { TimelineList } from "./timeline-list.tsx";
import { filterLines, kindCounts } from "./timeline-rows.ts";

/** All that happened, oldest first, from what was recorded; which kinds are shown is in the address. */
export function TimelineSection({ incident }: { incident: IncidentDetail }) {
  const { data, error } = useQuery(incidentTimelineQuery(incident.id));
  return (
    <Section title="Timeline" note="oldest first; a line moves the cursor of the picture">
      {data !== undefined && <Lines timeline={data} openedAtMs={incident.openedAt} />}
      {data === undefined && error === null && <SkeletonRows rows={8} label="Reading the timeline" />}
      {data === undefined && error !== null && (
        <p role="alert" className="text-sm text-secondary">
          The timeline could not be read: {error.message}
        </p>
      )}
    </Section>
  );
}

function Lines({ timeline, openedAtMs }: { timeline: IncidentTimeline; openedAtMs: number }) {
  const [kinds, setKinds] = useQueryState("kinds", kindsParser.withOptions({ history: "replace" }));
  const { items, more } = timeline;
  const counts = useMemo(() => kindCounts(items), [items]);
  const shown = useMemo(() => filterLines(items, kinds), [items, kinds]);
  if (items.length === 0) return <p className="text-sm text-secondary">Nothing has been recorded yet.</p>;
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1">
        <FilterChips
          label="Kinds of lines"
          values={kinds}
          onValuesChange={(values) => void setKinds(values as typeof kinds)}
          chips={counts.map(({ kind, count }) => ({ value: kind, label: kindWords[kind], count }))}
          className="max-w-full sm:flex-wrap"
        />
        <OwnCount className="text-xs text-tertiary tabular-nums">
          {shown.length === items.length
            ? `${grouped(items.length)} lines`
            : `${grouped(shown.length)} of ${grouped(items.length)} lines`}
        </OwnCount>
      </div>
      {more > 0 && (
        <p className="mb-2 text-xs text-suspect-text">
          {grouped(more)} older lines are not shown: there are more than can be read here.
        </p>
      )}
      {shown.length === 0 ? (
        <p className="flex flex-wrap items-center gap-3 text-sm text-secondary">
          No line is of these kinds.
          <Button size="sm" onClick={() => void setKinds([])}>
            Show all kinds
          </Button>
        </p>
      ) : (
        <TimelineList items={shown} openedAtMs={openedAtMs} />
      )}
    </>
  );
}
