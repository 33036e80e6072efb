import type { Variation } from "#lib/drill/stage.ts";

/** The page goes out, and nobody answers it. The played on-call sleeps through the first one (see its player). */
export const onCallSilent: Variation = {
  looks: {
    "hold-point": {
      text: "Nobody may answer. How long do you wait, and what then: ask again, wake somebody else, or go round?",
      look: "/operations",
    },
  },
  acts: {
    report: async (stage, story) => {
      await story(stage);
      stage.say(
        "trap",
        "Nobody answered the first page. A gate that nobody opens stays shut: that is its purpose. To ask again, or to wake another person, costs a minute; to go round the second person costs the one look that would have found a mistake.",
      );
    },
  },
};
