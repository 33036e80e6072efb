import type { ActId } from "#lib/domain/drill/drill.ts";

const awaited: Readonly<Record<ActId, string>> = {
  calm: "Awaited: the first versions, written by the orchestrator and run by the fleet.",
  hot: "Awaited: that the lock is HOT, with what is to be known of its owner.",
  fleet:
    "Awaited: you. Open the incident, acknowledge it, take command; then start a canary, or plan the clear.",
  canary: "Awaited: the end of the canary.",
  page: "Awaited: a look at what stands in the way, and what is to be done about it.",
  "hold-point": "Awaited: a second person, and then the drain for this clear.",
  drain: "Awaited: that every unit says that it is paused.",
  clear: "Awaited: that both locks are cleared, the flock and then the lease.",
  quarantine: "Awaited: the end of the quarantine, and the watchdog.",
  "take-over": "Awaited: the last look of the clear at what it has done.",
  resume:
    "Awaited: that somebody presses Resume on the drain's page, or that its hold ends, and that all is calm.",
  report: "Awaited: that somebody resolves the incident.",
};

/** What an act waits for, in one sentence: while nothing can be begun by hand, this is what goes on. */
export function awaitedIn(id: ActId): string {
  return awaited[id];
}
