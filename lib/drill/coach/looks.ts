import { configHref, incidentReportHref, lockHref, lockIdHref, operationHref } from "#lib/client/paths.ts";
import type { OperationRow } from "#lib/contract/operations.ts";
import type { ActId } from "#lib/domain/drill/drill.ts";
import type { OperationKind } from "#lib/domain/operations/operation.ts";
import type { StoryFacts } from "#lib/drill/director/facts.ts";
import { stageNames } from "#lib/drill/stage.ts";

/** What to look at, and where. It says what can be done; whoever plays does it. */
export interface Look {
  text: string;
  look: string | null;
}

const lease = lockHref("native", stageNames.resource);

/** What to look at when an act begins. */
export function lookOf(id: ActId, facts: StoryFacts | null): Look {
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
        text: "Look at the fleet by state: who has halted, who is impaired, and because of which lock. Then try a canary on three drones.",
        look: "/fleet",
      };
    case "canary":
      return {
        text: "Watch heart rate and trajectory stream in from the three drones. Each looks at the lock itself before it accepts.",
        look: operation("canary"),
      };
    case "page":
      return {
        text: "An endpoint refuses whatever comes while the lock is HOT, so the lock has to be cleared: first the flock that the kernel still counts, then the lease. Plan the clear of the flock; it asks for a second person.",
        look: facts?.flocks[0] === undefined ? lease : lockIdHref(facts.flocks[0].id),
      };
    case "hold-point":
      return {
        text: "The on-call was paged with a link to exactly this clear. Look at its gates: each says what it waits for.",
        look: operation("clear"),
      };
    case "drain":
      return {
        text: "Each unit finishes what it runs, pauses and says so; drones go to safe hover. Watch the roster: who could still grab the lock?",
        look: operation("drain"),
      };
    case "clear":
      return {
        text: "The process that holds the flock is stopped, looked at again, and ended. Then clear the lease, with the watchdog as its successor.",
        look: operation("clear"),
      };
    case "quarantine":
      return {
        text: "Nobody is let in while an old holder may still be stopping itself; then the watchdog alone. Watch the countdown.",
        look: lease,
      };
    case "take-over":
      return {
        text: "The watchdog has lease and flock, found the file as it was left, and guards on under a higher epoch. Let the fleet run again.",
        look: lease,
      };
    case "resume":
      return {
        text: "Units take up their work, the refused are let in again. Look at the fleet.",
        look: "/fleet",
      };
    case "report":
      return {
        text: "Read what it was: cause, impact, timeline, and what was not verified.",
        look: facts?.incident == null ? "/incidents" : incidentReportHref(facts.incident.id),
      };
  }
}

function hrefOf(operation: OperationRow | undefined): string | null {
  return operation === undefined ? null : operationHref(operation.id);
}
