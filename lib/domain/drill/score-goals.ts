import type { DrillScore, DrillVariation } from "./drill.ts";
import {
  hasCleared,
  isOver,
  operationsOf,
  repairDrains,
  runsAgain,
  type ScoredOperation,
  type ScoreFacts,
  strangerService,
  wentAround,
} from "./score-facts.ts";

type Goal = DrillScore["goals"][number];
type Rule = (facts: ScoreFacts) => Goal;

/** Met once it was reached; missed only when nothing can follow any more. */
function reach(text: string, isReached: (facts: ScoreFacts) => boolean): Rule {
  return (facts) =>
    isReached(facts) ? { text, met: true } : isOver(facts) ? { text, met: false } : open(text, facts);
}

/** Missed at once when it was done; met only when nothing can follow any more. */
function avoid(text: string, wasDone: (facts: ScoreFacts) => boolean): Rule {
  return (facts) =>
    wasDone(facts) ? { text, met: false } : isOver(facts) ? { text, met: true } : open(text, facts);
}

/** It cannot be judged yet; once nothing else is awaited, it says what is. */
function open(text: string, { incident }: ScoreFacts): Goal {
  const awaited = incident?.mitigatedAt == null ? "" : " Still open: resolve the incident.";
  return { text: `${text}${awaited}`, met: null };
}

const clears = (facts: ScoreFacts) => operationsOf(facts, "clear");
const kernelClears = (facts: ScoreFacts) => clears(facts).filter(({ spec }) => spec.source === "kernel");
const done = <T extends { state: string }>(list: T[]) => list.filter(({ state }) => state === "done");

/** Every unit had said so when the hold began; what each says afterwards is not kept. */
const allPaused = ({ units, memory }: ScoredOperation) =>
  units.length > 0 && memory["holdUntilAt"] != null && memory["unanswered"] == null;

const withProof = avoid("Nothing was cleared without its proof: no gate was overridden.", (facts) =>
  clears(facts).some((clear) => hasCleared(clear) && wentAround(clear)),
);
const twoPeople = reach("A second person acknowledged before the lock was cleared.", (facts) =>
  clears(facts).some((clear) => hasCleared(clear) && clear.holdPoint?.by != null),
);
const quiesced = reach(
  "Everybody who could have taken the lock again had paused, and had said so, before it was cleared.",
  (facts) => operationsOf(facts, "drain").some(allPaused) && kernelClears(facts).some(hasCleared),
);
const takenOver = reach("The watchdog alone took the lease over, and was verified.", (facts) =>
  done(clears(facts)).some(({ spec }) => spec.source === "native" && spec.successor !== null),
);
const resumed = reach(
  "Everything that was paused runs again, and the incident is over.",
  (facts) =>
    isOver(facts) &&
    facts.incident?.mitigatedAt != null &&
    repairDrains(facts).length > 0 &&
    runsAgain(facts),
);
const repair = [withProof, twoPeople, quiesced, takenOver, resumed];

const nothingTaken = avoid("Nothing was taken from an owner that may be alive.", (facts) =>
  clears(facts).some(hasCleared),
);
const waited = reach(
  "The owner was waited for, and was found to be alive.",
  (facts) => facts.incident?.mitigatedAt != null && !clears(facts).some(hasCleared),
);
const trueHolder = reach(
  "Who was ended is the process that holds the descriptor, not the one that has the recorded PID today.",
  (facts) =>
    done(kernelClears(facts)).some(({ plan }) => plan.evidence.some(({ kind }) => kind === "fdinfo-holder")),
);
const noOldEvidence = avoid(
  "Nothing was cleared on old evidence, or past an agent that could not be asked.",
  (facts) =>
    clears(facts).some(
      (clear) =>
        hasCleared(clear) &&
        clear.gates.some(({ id, state }) => state === "bypassed" && (id === "fresh" || id === "stale")),
    ),
);
const stranger = reach("The stranger was found and paused too, before the lock was free for good.", (facts) =>
  operationsOf(facts, "drain").some(
    (drain) => allPaused(drain) && drain.units.some(({ service }) => service === strangerService),
  ),
);
const askedAgain = reach("Where nobody answered, the page was sent again, and somebody did.", (facts) =>
  clears(facts).some(
    ({ holdPoint, confirmedAt }) =>
      holdPoint?.by != null && confirmedAt !== null && holdPoint.askedAt > confirmedAt,
  ),
);
const acknowledgedAnew = reach(
  "After the restart nothing went on by itself: a second person acknowledged anew.",
  (facts) =>
    clears(facts).some(
      (clear) =>
        hasCleared(clear) && clear.holdPoint?.by != null && (clear.holdPoint.at ?? 0) > facts.serverStartedAt,
    ),
);
/** Where the server was not the drill's to kill, there was no restart to be judged by. */
const anew: Rule = (facts) =>
  facts.serverStartedAt > facts.startedAt
    ? acknowledgedAnew(facts)
    : { text: acknowledgedAnew(facts).text, met: null };
const ruleHeld = reach("The canary was taken back because of what its nodes measured.", (facts) =>
  operationsOf(facts, "canary").some(
    ({ endedAt, nodes, state }) =>
      endedAt !== null && state !== "done" && nodes.some(({ health }) => health.some(isFailed)),
  ),
);
const notPromoted = avoid("No node came to run the version on trial.", (facts) =>
  operationsOf(facts, "canary").some(({ memory }) => Number(memory["step"] ?? 0) > 0),
);

const isFailed = ({ state }: { state: string }) => state === "fail";

const goals: Readonly<Record<DrillVariation, readonly Rule[]>> = {
  main: repair,
  "holder-alive": [nothingTaken, waited],
  "pid-reused": [trueHolder, ...repair],
  partitioned: [noOldEvidence, nothingTaken, waited],
  "second-orchestrator": [stranger, ...repair],
  "on-call-silent": [askedAgain, ...repair],
  "console-dies": [anew, ...repair],
  "canary-telemetry": [ruleHeld, notPromoted, ...repair],
};

/** What a variation asks for, its own goal first. `met` is null while it is open. */
export function goalsOf(facts: ScoreFacts): Goal[] {
  return goals[facts.variation].map((rule) => rule(facts));
}
