"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { Section } from "#components/ui/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { incidentPictureQuery } from "#lib/client/incidents.ts";
import type { IncidentDetail } from "#lib/contract/incidents.ts";

// The chart library is heavy and needs a browser: it arrives after the page, into a place kept free for it.
const Picture = dynamic(() => import("./picture-view.tsx").then((m) => m.PictureView), {
  ssr: false,
  loading: () => <Skeleton className="h-96" />,
});

/** The incident on one page: heartbeats, refusals, the fleet and operations over the same time. */
export function PictureSection({ incident }: { incident: IncidentDetail }) {
  const { data, error } = useQuery(incidentPictureQuery(incident.id, incident.state !== "resolved"));
  return (
    <Section title="The picture" note="drag to move, Ctrl and wheel to zoom, arrows to read">
      {data !== undefined && <Picture picture={data} />}
      {data === undefined && error === null && <Skeleton className="h-96" />}
      {data === undefined && error !== null && (
        <p role="alert" className="text-sm text-secondary">
          The picture could not be read: {error.message}
        </p>
      )}
    </Section>
  );
}
