"use client";

import { useQuery } from "@tanstack/react-query";
import { useDrill } from "#components/drill/use-drill.ts";
import { useOrigin } from "#components/settings/use-origin.ts";
import { Banner } from "#components/ui/banner.tsx";
import { CodeLine } from "#components/ui/code-line.tsx";
import { pageQuery } from "#lib/client/paging.ts";
import { operationHref } from "#lib/client/paths.ts";
import type { PageDeliveryRow } from "#lib/contract/paging.ts";
import { safeText } from "#lib/domain/safe-text.ts";

const deliveryWords = { waiting: "not there yet", delivered: "arrived", failed: "failed" } as const;

function deliveryText({ targetName, state }: PageDeliveryRow): string {
  return `${safeText(targetName, 60)} (${deliveryWords[state]})`;
}

/** Whom the page of a hold point reached. Where it went to nobody, the link to send by hand, while it is `awaited`. */
export function PagedLine({ pageId, operationId, ofDrill, awaited }: PagedLineProps) {
  const options = useDrill()?.options;
  const { data: page } = useQuery(pageQuery(pageId));
  const origin = useOrigin();
  if (page === undefined) return null;
  const told = page.deliveries.filter(({ what }) => what === "trigger");
  if (told.length > 0) {
    return (
      <p className="text-xs text-tertiary">
        Paged, with the link to here: {told.map(deliveryText).join(", ")}.
      </p>
    );
  }
  const keptHere = ofDrill && options?.deliverPages !== true;
  if (!awaited) {
    return (
      <p className="text-xs text-tertiary">
        {keptHere
          ? "No page left this server: it is a drill."
          : "Nobody was paged: no receiver was configured."}
      </p>
    );
  }
  return (
    <div className="mt-1 flex flex-col gap-1.5">
      {keptHere ? (
        <Banner
          tone="info"
          title={
            options?.onCall === "person"
              ? "No page leaves this server in a drill, and the on-call is not played: send a colleague this link."
              : "No page leaves this server in a drill: the played on-call answers, or send a colleague this link."
          }
        />
      ) : (
        <Banner
          tone="warn"
          title="Nobody was paged: no receiver is configured (Settings → Paging). Send the second person this link."
        />
      )}
      {origin !== "" && (
        <CodeLine code={`${origin}${operationHref(operationId)}`} label="the link for the second person" />
      )}
    </div>
  );
}

interface PagedLineProps {
  pageId: string;
  operationId: string;
  /** No page of a drill leaves the server, unless whoever started it asked for that. */
  ofDrill: boolean;
  awaited: boolean;
}
