import type { ActId } from "#lib/domain/drill/drill.ts";

const titles: Readonly<Record<ActId, string>> = {
  calm: "Calm: the orchestrator's cycles run",
  hot: "03:12: the lock goes HOT",
  fleet: "Drones pause, arms stall, the cluster throttles",
  canary: "Canary on three drones",
  page: "The page",
  "hold-point": "Hold point",
  drain: "Drain",
  clear: "Clear",
  quarantine: "Quarantine",
  "take-over": "The watchdog takes over",
  resume: "Resume",
  report: "What caused it?",
};

/** The same in every story until it happens: a title must not give a trap away. */
export function titleOf(id: ActId): string {
  return titles[id];
}
