import type { GateId } from "./operation.ts";

/** What each gate is called, in a chain and where gates are chosen by id. */
export const gateTitles: Record<GateId, string> = {
  targets: "Exactly these targets",
  stale: "The owner is proven gone",
  fresh: "The evidence is of now",
  grace: "Recovery grace is over",
  agent: "The agent can do it",
  acknowledged: "Acknowledged by a second person",
  quiesced: "Nobody can grab it again",
  health: "What runs is healthy",
};

/** How an agent is started so that it may end processes: where gate `agent` is shut, one of these opens it. */
export const allowClearLines = [
  { who: "The agent that comes with the server", line: "npm start -- --allow-clear" },
  { who: "Any other agent, beside the flags it had", line: "npx locksmith agent --allow-clear" },
] as const;
