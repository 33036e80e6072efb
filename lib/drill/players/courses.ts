import { incidentCalls } from "#lib/client/incidents.ts";
import { newRequestKey } from "#lib/client/operations.ts";
import { apiPaths, incidentHref, lockHref, operationHref } from "#lib/client/paths.ts";
import type { LockDetail } from "#lib/contract/locks.ts";
import type { DrillVariation } from "#lib/domain/drill/drill.ts";
import { NotSeen, type Stage, stageNames } from "#lib/drill/stage.ts";
import type { Commander } from "./commander.ts";

/** What the autopilot does, in order. Rejects when the story does not let it. */
export type Course = (commander: Commander) => Promise<void>;

const actMs = 240_000;
/** Longer than an incident that did not come back is watched; a stranger may keep it from being calm. */
const calmMs = 45_000;
const lease = lockHref("native", stageNames.resource);
const repaired =
  "The taker of the flock was dead, and a child went on holding it; the guardian died and left its lease. Both were cleared, each with proof and a second person; the watchdog guards on.";

/** The story as it was: canary, flock, lease, take-over, resume. */
const story: Course = async (commander) => {
  const incident = await begin(commander);
  await repair(commander);
  await commander.resolve(incident, repaired);
};

/** The owner may be alive: what proves nothing is written down, nothing is taken, and it is waited for. */
const waiting: Course = async (commander) => {
  const incident = await begin(commander);
  const { stage, hands } = commander;
  const spec = { kind: "clear", source: "native", key: stageNames.resource } as const;
  const because = await stage.until(
    "the gate that stays shut",
    async () => {
      const { plan } = await hands.plan(spec);
      const gate = plan.gates.find(({ id }) => id === "stale");
      return gate?.state === "shut" ? gate.because : null;
    },
    actMs,
  );
  stage.say("done", `The commander looked at a clear, and asked for none: ${because}`.slice(0, 500), lease);
  const text = `No clear: ${because} The host is looked at, and the owner is waited for.`;
  const key = newRequestKey();
  await hands.send("to write a note", () =>
    incidentCalls(hands.api).note(incident, text.slice(0, 1_000), key),
  );
  stage.say("done", "The commander wrote down what is known, and waits.", incidentHref(incident));
  await stage.until(
    "the owner to be heard again",
    async () => {
      const { verdict, holder } = await leaseOf(commander);
      return verdict === "live" && holder?.service === stageNames.guardian;
    },
    actMs,
  );
  await commander.resolve(
    incident,
    "The owner was alive all the time. Nothing was cleared; the file is guarded again.",
  );
};

/** As the story; then whoever is still refused is found, and paused by name. */
const strangers: Course = async (commander) => {
  const incident = await begin(commander);
  await repair(commander);
  const { stage, hands } = commander;
  // First what is repaired: an incident is not calm while anybody of its nodes stands still.
  await commander.untilCalm(incident, calmMs).catch((error: unknown) => {
    if (!(error instanceof NotSeen)) throw error;
  });
  const stranger = await stage.until(
    "somebody who is refused after the repair",
    async () => {
      const { refusalList } = await leaseOf(commander);
      return refusalList.find(({ service }) => service === stageNames.secondOrchestrator);
    },
    actMs,
  );
  const { node } = stranger;
  const service = stranger.service ?? stageNames.secondOrchestrator;
  const scope = { type: "service", service, node } as const;
  const reason =
    "Nobody knows this orchestrator, and it grabs at the lock: it stands still until it is known.";
  const drain = await hands.operate(
    "a drain of the stranger",
    async () => ({ kind: "drain", scope, holdMs: 180_000, deadlineMs: 30_000 }),
    reason,
  );
  stage.say("done", `The commander began the drain: ${drain.title}.`, operationHref(drain.id));
  await commander.reaches(
    drain.id,
    "the stranger to say that it is paused",
    ({ units }) => units.length > 0 && units.every(({ state }) => state === "paused"),
    actMs,
  );
  await commander.resolve(
    incident,
    `${repaired} ${service} on ${node} was on no list; it is paused, and has to be put on one.`,
  );
};

async function begin(commander: Commander): Promise<string> {
  const incident = await commander.takeCommand();
  await untilFleet(commander.stage);
  await commander.tryCanary();
  return incident;
}

/** From the proof to the fleet that runs again. */
async function repair(commander: Commander): Promise<void> {
  const drain = await commander.clearFlock();
  await commander.resume(await commander.clearLease(drain));
}

async function untilFleet(stage: Stage): Promise<void> {
  await stage.until("the fleet to suffer", async () => stage.actState("fleet") !== "pending", actMs);
  await stage.until("the fleet to halt", async () => (await stage.fleet.status()).unwell > 0, actMs);
}

function leaseOf({ hands }: Commander): Promise<LockDetail> {
  return hands.api.get<LockDetail>(apiPaths.lock("native", stageNames.resource));
}

const courses: Readonly<Record<DrillVariation, Course>> = {
  main: story,
  "holder-alive": waiting,
  "pid-reused": story,
  partitioned: waiting,
  "second-orchestrator": strangers,
  "on-call-silent": story,
  "console-dies": story,
  "canary-telemetry": story,
};

/** The course that does the right thing in a variation. */
export function courseOf(variation: DrillVariation): Course {
  return courses[variation];
}
