import { lockHref, nodeHref } from "#lib/client/paths.ts";
import { times } from "#lib/domain/words.ts";
import { stageNames, type Variation } from "#lib/drill/stage.ts";
import { untilInDoubt } from "./lease-now.ts";
import { untilLooked } from "./looked.ts";
import { untilOwnerIsBack } from "./owner-back.ts";

const lease = lockHref("native", stageNames.resource);
const node = nodeHref(stageNames.lockNode);

/** Node-7 lives, and no word of it reaches the server: what is known of it gets old. */
export const partitioned: Variation = {
  leaveOut: ["hold-point", "drain", "clear", "quarantine", "take-over"],
  ownerReturns: true,
  titles: { hot: "03:12: node-7 falls silent", resume: "Node-7 is back" },
  looks: {
    page: {
      text: "How old is what you know of node-7? Look at its agent, and at the gates of a clear before you plan one.",
      look: node,
    },
  },
  acts: {
    hot: async (stage) => {
      await stage.parts.cutNetwork();
      stage.say(
        "happened",
        "Not a word comes from node-7 any more: neither its guardian nor its agent.",
        node,
      );
      const { refusals } = await untilInDoubt(stage);
      stage.say("happened", `${stageNames.resource} is HOT: refused ${times(refusals)} so far.`, lease);
      await stage.linger(15_000);
    },
    report: async (stage, story) => {
      await story(stage);
      stage.say(
        "trap",
        "Node-7 was cut off, not dead: its guardian held the file all the time. Silence of a host is not the death of its processes. The evidence was old, so the gates stayed shut; to override them would have made two writers. Right was to mend the way to the host, to have it fenced, or to wait.",
        node,
      );
    },
  },
  beside: async (stage) => {
    await untilLooked(stage);
    await stage.parts.healNetwork();
    stage.say("happened", "The way to node-7 is mended: its agent and its guardian are heard again.", node);
    await untilOwnerIsBack(stage);
  },
};
