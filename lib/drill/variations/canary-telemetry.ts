import { configHref } from "#lib/client/paths.ts";
import { stageNames, type Variation } from "#lib/drill/stage.ts";

const config = configHref(stageNames.resource);

/** The canary's nodes take the shadow, and fly badly with it: no lock is to blame for that. */
export const canaryTelemetry: Variation = {
  looks: {
    canary: {
      text: "All three take the shadow this time. Look at what they measure before you promote anything.",
      look: config,
    },
  },
  acts: {
    fleet: async (stage, story) => {
      await stage.fleet.cue({ cue: "canary", outcome: "bad-telemetry" });
      await story(stage);
    },
    report: async (stage, story) => {
      await story(stage);
      stage.say(
        "trap",
        "No drone refused the canary: its lock check was fine. One flew off its course with the shadow, and the rule on trajectory_deviation took everything back by itself. That a node accepts a version says nothing of what the version does; whoever promotes on acceptance alone ships it to the whole fleet.",
        config,
      );
    },
  },
};
