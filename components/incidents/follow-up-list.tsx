"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Words } from "#components/locks/words.tsx";
import { Person } from "#components/operations/person.tsx";
import { useCan } from "#components/shell/visitor.tsx";
import { Check } from "#components/ui/check.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { incidentCalls } from "#lib/client/incidents.ts";
import { newRequestKey } from "#lib/client/operations.ts";
import { queryKeys } from "#lib/client/query-keys.ts";
import type { IncidentDetail } from "#lib/contract/incidents.ts";

/** What has to be done so that it does not happen again; ticked when it is done. */
export function FollowUpList({ incident }: { incident: IncidentDetail }) {
  const may = useCan("incident.write").allowed && incident.allowed["follow-up"].allowed;
  const queryClient = useQueryClient();
  const [busy, setBusy] = useState<number | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  if (incident.followUps.length === 0)
    return (
      <p className="text-sm text-secondary">
        Nothing has been noted yet. What would keep it from happening again is kept here until it is done, and
        stands in the report.
      </p>
    );
  const tick = async (number: number, done: boolean) => {
    setBusy(number);
    setFailure(null);
    try {
      const after = await incidentCalls().followUpDone(incident.id, number, done, newRequestKey());
      queryClient.setQueryData(queryKeys.incident(after.id), after);
    } catch (error) {
      setFailure(error instanceof Error ? error.message : "It failed, and the server did not say why.");
    } finally {
      setBusy(null);
    }
  };
  return (
    <>
      <ul>
        {incident.followUps.map(({ id, text, by, at, doneAt }) => (
          <li key={id} className="border-t border-line py-1 first:border-t-0">
            <Check
              checked={doneAt !== null}
              disabled={!may || busy !== null}
              onCheckedChange={(done) => void tick(id, done)}
              label={<Words text={text} />}
              hint={
                doneAt === null ? (
                  <>
                    <Person of={by} />, <TimeAgo atMs={at} show="relative" />
                  </>
                ) : (
                  <>
                    done <TimeAgo atMs={doneAt} show="relative" />
                  </>
                )
              }
            />
          </li>
        ))}
      </ul>
      {failure !== null && (
        <p role="alert" className="mt-2 text-sm text-hot-text">
          {failure}
        </p>
      )}
    </>
  );
}
