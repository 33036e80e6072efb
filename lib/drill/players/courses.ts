import type { DrillVariation } from "#lib/domain/drill/drill.ts";
import type { Stage } from "#lib/drill/stage.ts";
import type { Commander } from "./commander.ts";

/** What the autopilot does, in order. Rejects when the story does not let it. */
export type Course = (commander: Commander) => Promise<void>;

const repaired =
  "The taker of the flock was dead, and a child went on holding it; the guardian died and left its lease. Both were cleared, each with proof and a second person; the watchdog guards on.";

/** The story as it was: canary, flock, lease, take-over, resume. */
export const mainCourse: Course = async (commander) => {
  const incident = await commander.takeCommand();
  await untilFleet(commander.stage);
  await commander.tryCanary();
  await repair(commander);
  await commander.resolve(incident, repaired);
};

/** From the proof to the fleet that runs again. */
export async function repair(commander: Commander): Promise<void> {
  const flock = await commander.askForFlock();
  await commander.awaitSecondPerson(flock);
  const drain = await commander.drainFor(flock);
  await commander.mustBeDone("the clear of the flock", flock.id);
  await commander.clearLease();
  await commander.resume(drain);
}

async function untilFleet(stage: Stage): Promise<void> {
  await stage.until("the fleet to suffer", async () => stage.actState("fleet") !== "pending", 240_000);
}

const courses: Readonly<Record<DrillVariation, Course>> = {
  main: mainCourse,
  "holder-alive": mainCourse,
  "pid-reused": mainCourse,
  partitioned: mainCourse,
  "second-orchestrator": mainCourse,
  "on-call-silent": mainCourse,
  "console-dies": mainCourse,
  "canary-telemetry": mainCourse,
};

/** The course that does the right thing in a variation. */
export function courseOf(variation: DrillVariation): Course {
  return courses[variation];
}
