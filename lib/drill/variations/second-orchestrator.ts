import { apiPaths, lockHref } from "#lib/client/paths.ts";
import type { OperationDetail, OperationList } from "#lib/contract/operations.ts";
import { type Stage, stageNames, type Variation } from "#lib/drill/stage.ts";
import { leaseNow } from "./lease-now.ts";

const lease = lockHref("native", stageNames.resource);

/** Somebody of whom nobody knew wants the lease the moment that it is cleared, and does not stop asking. */
export const secondOrchestrator: Variation = {
  looks: {
    "take-over": {
      text: "Is everybody well? Look at who is still refused the lease, and whether you paused them.",
      look: lease,
    },
  },
  acts: {
    report: async (stage, story) => {
      await story(stage);
      stage.say(
        "trap",
        `${stageNames.secondOrchestrator} was on nobody's list: it named no resource and no role when it joined. In the quarantine the lease service let the named successor in and nobody else, so its grab came to nothing; without a quarantine it would have been the next owner. Whoever can take a lock has to be known before it is cleared, and who shows up after it has to be found and paused too.`,
        lease,
      );
    },
  },
  beside: async (stage) => {
    await stage.until("the lease to be cleared", () => isCleared(stage), Number.POSITIVE_INFINITY);
    const pid = await stage.parts.startSecondOrchestrator();
    const refusal = await stage.until(
      "the stranger to be refused",
      async () =>
        (await leaseNow(stage)).refusalList.find(({ service }) => service === stageNames.secondOrchestrator),
      600_000,
    );
    const who = `${refusal.service} on ${refusal.node}, PID ${pid}`;
    stage.say("happened", `Somebody whom nobody knew asks for the lease, and is refused: ${who}.`, lease);
  },
};

async function isCleared({ api }: Stage): Promise<boolean> {
  const query = { kind: "clear", open: "true" };
  const { items } = await api.fleet.get<OperationList>(apiPaths.operations, { query });
  for (const { id, lockId } of items) {
    if (lockId !== `native/${stageNames.resource}`) continue;
    const { steps } = (await api.fleet.get<OperationDetail>(apiPaths.operation(id))).plan;
    if (steps.some((step) => step.id === "clear" && step.state === "done")) return true;
  }
  return false;
}
