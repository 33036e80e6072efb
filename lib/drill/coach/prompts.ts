import { incidentHref, incidentReportHref, lockHref, operationHref } from "#lib/client/paths.ts";
import type { OperationRow } from "#lib/contract/operations.ts";
import { isEnded } from "#lib/domain/operations/operation.ts";
import type { StoryFacts } from "#lib/drill/director/facts.ts";
import type { Variation } from "#lib/drill/stage.ts";
import { stageNames } from "#lib/drill/stage.ts";
import type { Look } from "./looks.ts";

const lease = lockHref("native", stageNames.resource);
const nativeId = `native/${stageNames.resource}`;

export interface Prompt extends Look {
  /** It is said once while what it is about is so, and again when that has come anew. */
  key: string;
}

/** What a person has to press now, and where; from what is recorded, whatever act is on. */
export function promptsOf(facts: StoryFacts, variation: Pick<Variation, "ownerReturns">): Prompt[] {
  const { incident } = facts;
  const prompts: Prompt[] = [];
  if (incident?.state === "open" && incident.acknowledged === null) {
    prompts.push({
      key: "incident",
      text: `An incident is open. Under Incidents: open it, acknowledge it, take command. In a terminal: locksmith incidents ack ${incident.id}`,
      look: incidentHref(incident.id),
    });
  }
  if (incident?.state === "resolved") {
    prompts.push({
      key: "resolved",
      text: "The incident is over. Read its report: cause, impact, timeline, and what was not verified. It goes with the drill; save it before you end that.",
      look: incidentReportHref(incident.id),
    });
  }
  // Where the owner lives, nothing is to be cleared: that is for whoever plays to find.
  return variation.ownerReturns === true ? prompts : [...prompts, ...clearing(facts)];
}

function clearing({ operations, lease: lock }: StoryFacts): Prompt[] {
  const clears = operations.filter(({ kind }) => kind === "clear");
  const isDraining = operations.some(
    ({ kind, state, confirmedAt }) => kind === "drain" && confirmedAt !== null && !isEnded(state),
  );
  const undrained = isDraining ? [] : clears.filter(isAcknowledged);
  const leaseIsDue =
    clears.some(({ lockId, state }) => state === "done" && lockId !== nativeId) &&
    !clears.some(({ lockId, state }) => lockId === nativeId && (state === "done" || !isEnded(state))) &&
    lock !== null &&
    lock.verdict !== "live";
  return [
    ...undrained.map(({ id }) => ({
      key: `drain ${id}`,
      text: "It is acknowledged, for 90 s unless its policy says more: now press “Drain who could take it again…” on the page of this clear, for the whole drill.",
      look: operationHref(id),
    })),
    ...(leaseIsDue
      ? [
          {
            key: "lease",
            text: `The flock is free. Now clear the lease, before the hold ends: on its page press “Clear…”, and choose ${stageNames.watchdog} as successor.`,
            look: lease,
          },
        ]
      : []),
  ];
}

/** A second person has said yes, and it waits for something else. */
const isAcknowledged = ({ state, awaitsAck, confirmedAt }: OperationRow) =>
  state === "waiting" && confirmedAt !== null && !awaitsAck;
