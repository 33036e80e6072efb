import { configHref, incidentHref, lockHref, lockIdHref, operationHref } from "#lib/client/paths.ts";
import type { OperationRow } from "#lib/contract/operations.ts";
import type { ActId, DrillOptions } from "#lib/domain/drill/drill.ts";
import { isEnded, type OperationKind } from "#lib/domain/operations/operation.ts";
import type { StoryFacts } from "#lib/drill/director/facts.ts";
import { stageNames } from "#lib/drill/stage.ts";

/** What to look at, and where. It says what can be done; whoever plays does it. */
export interface Look {
  text: string;
  look: string | null;
}

type Paging = Pick<DrillOptions, "onCall" | "deliverPages">;

const lease = lockHref("native", stageNames.resource);

/** What to look at when an act begins. */
export function lookOf(id: ActId, facts: StoryFacts | null, options: Paging): Look {
  const operation = (kind: OperationKind) => hrefOf(facts?.operations.find((one) => one.kind === kind));
  switch (id) {
    case "calm":
      return {
        text: "The orchestrator has the guardian write a new version again and again, each under the lock's epoch. Look at the versions, and who touched the file last.",
        look: configHref(stageNames.resource),
      };
    case "hot":
      return {
        text: "Open the lock: its verdict, the evidence for it, who was refused and how often.",
        look: lease,
      };
    case "fleet":
      return {
        text: "Look at the fleet by state: who has halted, who is impaired, and because of which lock. Then try a canary on three drones: on the configuration's page, “Start a canary…”.",
        look: "/fleet",
      };
    case "canary":
      return {
        text: "Watch heart rate and trajectory stream in from the three drones. Each looks at the lock itself before it accepts.",
        look: operation("canary"),
      };
    case "page":
      return {
        text: "An endpoint refuses whatever comes while the lock is HOT, so the lock has to be cleared: first the flock that the kernel still counts, with nobody by name as successor; then the lease, with the watchdog as successor. Plan the clear of the flock; it asks for a second person.",
        look: facts?.flocks[0] === undefined ? lease : lockIdHref(facts.flocks[0].id),
      };
    case "hold-point":
      return {
        text: `${whoAnswers(options)} Look at the gates of this clear: each says what it waits for. Once it is acknowledged, press “Drain who could take it again…” there.`,
        look: operation("clear"),
      };
    case "drain":
      return {
        text: "Each unit finishes what it runs, pauses and says so; drones go to safe hover. Watch the roster: who could still grab the lock?",
        look: operation("drain"),
      };
    case "clear":
      return {
        text: "The process that holds the flock is stopped, looked at again, and ended. Then clear the lease, with the watchdog (drill:watchdog) as its successor.",
        look: operation("clear"),
      };
    case "quarantine":
      return {
        text: "Nobody is let in while an old holder may still be stopping itself; then the watchdog alone. Watch the countdown.",
        look: lease,
      };
    case "take-over":
      return {
        text: "The watchdog has lease and flock, found the file as it was left, and guards on under a higher epoch. Look at who was paused: nobody runs yet.",
        look: lease,
      };
    case "resume":
      return resuming(facts);
    case "report":
      return {
        text: "Everybody runs again. Resolve the incident, and say in it what it was; then read the report: cause, impact, timeline, and what was not verified.",
        look: facts?.incident == null ? "/incidents" : incidentHref(facts.incident.id),
      };
  }
}

function whoAnswers({ onCall, deliverPages }: Paging): string {
  const pages = deliverPages ? "the page goes to its receivers, marked DRILL" : "no page leaves this server";
  if (onCall === "played") return `A played on-call answers; ${pages}.`;
  return `A second person has to answer, who signs in here as another one than you; ${pages}.`;
}

function resuming(facts: StoryFacts | null): Look {
  const drain = facts?.operations.find(
    ({ kind, confirmedAt, state }) => kind === "drain" && confirmedAt !== null && !isEnded(state),
  );
  if (drain === undefined) {
    return { text: "Nobody is held any more: units take up their work. Look at the fleet.", look: "/fleet" };
  }
  return {
    text: "Verified. Press Resume on the drain's page: until then, or until its hold ends, everybody stands still.",
    look: operationHref(drain.id),
  };
}

function hrefOf(operation: OperationRow | undefined): string | null {
  return operation === undefined ? null : operationHref(operation.id);
}
