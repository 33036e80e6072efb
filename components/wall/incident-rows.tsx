"use client";

import { awaitsSomebody } from "#components/incidents/incident-rows.ts";
import { affectedWords, severityLook } from "#components/incidents/incident-words.ts";
import { Words } from "#components/locks/words.tsx";
import { personWords } from "#components/operations/operation-words.ts";
import { formatDuration } from "#components/ui/format-time.ts";
import { useServerNow } from "#components/ui/server-clock.tsx";
import type { IncidentRow } from "#lib/contract/incidents.ts";
import { wallClock } from "#lib/domain/wall/wall-answer.ts";
import { counted } from "#lib/domain/words.ts";
import { WallSection } from "./wall-section.tsx";
import { WallState } from "./wall-state.tsx";

/** Incidents that nobody has resolved: how grave, what, since when, and who commands. */
export function IncidentRows(props: { incidents: readonly IncidentRow[]; shown: number; drill?: boolean }) {
  const { incidents, shown, drill = false } = props;
  if (incidents.length === 0) return null;
  const rows = incidents.slice(0, shown);
  return (
    <WallSection
      title="Incidents"
      more={incidents.length - rows.length}
      none={rows.length === 0}
      drill={drill}
      className="shrink-0"
    >
      <ul>
        {rows.map((row) => (
          <IncidentLine key={row.id} row={row} />
        ))}
      </ul>
    </WallSection>
  );
}

/** What was wrong last, while nothing is. */
export function LastIncident({ incident }: { incident: IncidentRow | null }) {
  const nowMs = useServerNow();
  const overAt = incident?.mitigatedAt ?? incident?.resolvedAt ?? null;
  if (incident === null || overAt === null) return null;
  return (
    <WallSection title="Last incident" className="shrink-0">
      <div className="border-t border-line pt-2">
        <p className="wall-text truncate text-primary">
          <Words text={incident.title} />
        </p>
        <p className="wall-small truncate text-secondary">
          over since {wallClock(overAt, nowMs)} · it lasted {formatDuration(overAt - incident.openedAt)}
          {incident.affectedPeak > 0 && ` · at most ${counted(incident.affectedPeak, "node")} affected`}
        </p>
      </div>
    </WallSection>
  );
}

function IncidentLine({ row }: { row: IncidentRow }) {
  const nowMs = useServerNow();
  const { commander, affected, affectedPeak, openedAt } = row;
  return (
    <li className="border-t border-line py-2">
      <p className="wall-text flex min-w-0 items-baseline gap-5">
        <WallState state={severityLook(row)} className="shrink-0 font-semibold" />
        <span className="truncate text-primary">
          <Words text={row.title} />
        </span>
      </p>
      <p className="wall-small truncate text-secondary">
        since {wallClock(openedAt, nowMs)}
        {affected > 0 && ` · ${affectedWords(row)} ${affectedPeak === 1 ? "node" : "nodes"} affected`}
        {" · "}
        <Words text={commander === null ? "nobody commands" : `${personWords(commander)} commands`} />
        {awaitsSomebody(row) && (
          <span className="font-medium text-suspect-text"> · nobody has acknowledged</span>
        )}
      </p>
    </li>
  );
}
