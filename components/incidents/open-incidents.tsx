"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Section } from "#components/ui/page-header.tsx";
import { openIncidentsQuery } from "#lib/client/incidents.ts";
import { grouped } from "#lib/domain/words.ts";
import { IncidentLines } from "./incident-lines.tsx";
import { byNeed } from "./incident-rows.ts";

const shownMax = 5;

/** Incidents that nobody has resolved, on the first screen. Nothing when there is none. */
export function OpenIncidents() {
  const { data } = useQuery(openIncidentsQuery());
  const rows = (data?.items ?? []).toSorted(byNeed);
  if (rows.length === 0) return null;
  return (
    <Section
      title="Incidents"
      actions={
        <Link
          href="/incidents"
          className="inline-flex min-h-6 items-center text-xs text-secondary underline underline-offset-2"
        >
          {rows.length > shownMax ? `All ${grouped(rows.length)}` : "All incidents"}
        </Link>
      }
    >
      <IncidentLines incidents={rows.slice(0, shownMax)} />
    </Section>
  );
}
