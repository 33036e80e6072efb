import { type Stage, stageNames } from "#lib/drill/stage.ts";
import { leaseNow } from "./lease-now.ts";

const lookMs = 90_000;

/**
 * The guardian is heard again: it goes on with its lease, or, where its session was over, gives the lease back and ends.
 * Then it is started anew, as the supervisor of a host does, and so is a watchdog that ended.
 */
export async function untilOwnerIsBack(stage: Stage): Promise<void> {
  const { parts } = stage;
  const goesOn = await stage.until(
    "the guardian to look at its lease",
    async () => (parts.pid("guardian") === null ? "ended" : (await isGuarded(stage)) && "goes on"),
    lookMs,
  );
  if (goesOn === "ended") {
    stage.say(
      "happened",
      "The guardian saw that its session was over: it gave its lease back by itself and ended. Its supervisor starts it again.",
    );
    await stage.until("a guardian anew", async () => (await parts.startGuardian()) > 0, lookMs);
  } else stage.say("happened", "The guardian goes on with its lease.");
  if (parts.pid("watchdog") === null) {
    await stage.until("a watchdog anew", async () => (await parts.startWatchdog()) > 0, lookMs);
  }
}

async function isGuarded(stage: Stage): Promise<boolean> {
  const { holder, verdict } = await leaseNow(stage);
  return verdict === "live" && holder?.service === stageNames.guardian;
}
