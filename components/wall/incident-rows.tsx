"use client";

import { awaitsSomebody } from "#components/incidents/incident-rows.ts";
import { affectedWords, severityLook } from "#components/incidents/incident-words.ts";
import { Words } from "#components/locks/words.tsx";
import { personWords } from "#components/operations/operation-words.ts";
import { useServerNow } from "#components/ui/server-clock.tsx";
import type { IncidentRow } from "#lib/contract/incidents.ts";
import { wallClock } from "#lib/domain/wall/wall-answer.ts";
import { WallSection } from "./wall-section.tsx";
import { WallState } from "./wall-state.tsx";

/** Incidents that nobody has resolved: how grave, what, since when, and who commands. */
export function IncidentRows(props: { incidents: readonly IncidentRow[]; shown: number; drill?: boolean }) {
  const { incidents, shown, drill = false } = props;
  if (incidents.length === 0) return null;
  const rows = incidents.slice(0, shown);
  return (
    <WallSection title="Incidents" more={incidents.length - rows.length} drill={drill} className="shrink-0">
      <ul>
        {rows.map((row) => (
          <IncidentLine key={row.id} row={row} />
        ))}
      </ul>
    </WallSection>
  );
}

function IncidentLine({ row }: { row: IncidentRow }) {
  const nowMs = useServerNow();
  const { commander, affected, openedAt } = row;
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
        {affected > 0 && ` · ${affectedWords(row)} ${affected === 1 ? "node" : "nodes"} affected`}
        {" · "}
        {commander === null ? "nobody commands" : `${personWords(commander)} commands`}
        {awaitsSomebody(row) && (
          <span className="font-medium text-suspect-text"> · nobody has acknowledged</span>
        )}
      </p>
    </li>
  );
}
