import { lockHref } from "#lib/client/paths.ts";
import { times } from "#lib/domain/words.ts";
import { stageNames, type Variation } from "#lib/drill/stage.ts";
import { untilInDoubt } from "./lease-now.ts";
import { untilLooked } from "./looked.ts";
import { untilOwnerIsBack } from "./owner-back.ts";

const lease = lockHref("native", stageNames.resource);

/** The guardian is frozen, not dead: it would go on with its write the moment that it wakes. */
export const holderAlive: Variation = {
  leaveOut: ["hold-point", "drain", "clear", "quarantine", "take-over"],
  ownerReturns: true,
  titles: { hot: "03:12: the guardian falls silent", resume: "The owner is back" },
  looks: {
    page: {
      text: "Is the owner gone? Look at the lease's evidence: what is decisive, and what is only silence?",
      look: lease,
    },
  },
  acts: {
    hot: async (stage) => {
      const text = "panic thread 3 in the lock manager of node-7, restarting it";
      await stage.parts.writeKernelLog([{ kind: "kernel.panic", severity: "critical", text }]);
      await stage.parts.freeze("guardian");
      stage.say("happened", "The guardian's beats end. Everything looks as it did at 03:12.", lease);
      const { refusals } = await untilInDoubt(stage);
      stage.say("happened", `${stageNames.resource} is HOT: refused ${times(refusals)} so far.`, lease);
      await stage.linger(15_000);
    },
    report: async (stage, story) => {
      await story(stage);
      stage.say(
        "trap",
        "The guardian was alive: its process was only stopped. Its heartbeat was frozen and its TTL had passed, and neither is proof. A clear would have let a second writer in beside one that wakes in the middle of a write. The gate stayed shut because nothing decisive said that it was gone; to wait, or to go and look at the process, was right.",
        lease,
      );
    },
  },
  beside: async (stage) => {
    await untilLooked(stage);
    await stage.parts.wake("guardian");
    stage.say("happened", "The guardian wakes: its process had only been stopped.", lease);
    await untilOwnerIsBack(stage);
  },
};
