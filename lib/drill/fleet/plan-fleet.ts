import { limits } from "#lib/domain/limits.ts";
import { stageNames } from "#lib/drill/stage.ts";

/** What a simulated node is for; `lock` guards a file of its own. */
export type NodeKind = "drone" | "arm" | "compute" | "lock" | "control";

export interface PlannedNode {
  name: string;
  kind: NodeKind;
  group: string;
  /** Number within its kind, from 1. */
  number: number;
  labels: Record<string, string>;
  /** What runs on it and can be drained; null on the control host, whose orchestrator is a real process. */
  service: string | null;
  unit: string;
  /** The lease that it holds. */
  guards: string | null;
}

const guarded = [
  "drill:patrol_routes.conf",
  "drill:geofence.conf",
  "drill:arm_limits.conf",
  "drill:charge_plan.conf",
  "drill:research_quota.conf",
  "drill:weather_model.conf",
  "drill:radio_plan.conf",
];

const story = { drones: 48, arms: 12, compute: 32, locks: 8 } as const;
/** How those beyond the story's own are made up: the same mix, without more lock nodes. */
const mix: readonly NodeKind[] = ["drone", "arm", "drone", "compute", "drone", "compute", "drone", "drone"];

/**
 * The nodes of a drill that are simulated: all but node-7, whose agent is real. The first 100 are the story's own, whatever
 * the size.
 */
export function planFleet(nodes: number): PlannedNode[] {
  const counts: Record<NodeKind, number> = { drone: 0, arm: 0, compute: 0, lock: 0, control: 0 };
  const kinds: NodeKind[] = [
    ...Array.from({ length: story.drones }, () => "drone" as const),
    ...Array.from({ length: story.arms }, () => "arm" as const),
    ...Array.from({ length: story.compute }, () => "compute" as const),
    ...Array.from({ length: story.locks }, () => "lock" as const),
    "control",
  ];
  for (let more = 0; more < nodes - limits.drillNodesMin; more += 1) {
    kinds.push(mix[more % mix.length] ?? "drone");
  }
  return kinds
    .map((kind) => {
      counts[kind] += 1;
      return plannedNode(kind, counts[kind]);
    })
    .filter(({ name }) => name !== stageNames.lockNode);
}

function plannedNode(kind: NodeKind, number: number): PlannedNode {
  const rest = { kind, number, guards: null };
  switch (kind) {
    case "drone": {
      // Twelve of a patrol have neighbouring numbers; those beyond the story are spread over all patrols.
      const patrol = number <= story.drones ? Math.floor((number - 1) / 12) : number % 4;
      const group = stageNames.patrols[patrol] ?? stageNames.patrols[0];
      const name = `drill:drone-${number}`;
      return { ...rest, name, group, service: "drill:flight", unit: "flight", labels: { model: "quad-6" } };
    }
    case "arm": {
      const name = `drill:arm-${number}`;
      const labels = { bay: `${1 + ((number - 1) % 6)}` };
      return { ...rest, name, group: "drill:loading", service: "drill:loading", unit: "arm", labels };
    }
    case "compute": {
      const name = `drill:research-${number}`;
      const labels = { rack: `r${1 + Math.floor((number - 1) / 8)}` };
      return { ...rest, name, group: "drill:research", service: "drill:research", unit: "job", labels };
    }
    case "lock": {
      const guards = guarded[(number <= 7 ? number : number - 1) - 1] ?? null;
      const name = `drill:node-${number}`;
      const service = stageNames.guardian;
      return { ...rest, name, group: "drill:lock-nodes", service, unit: "guard", labels: {}, guards };
    }
    default:
      return {
        ...rest,
        name: `drill:control-${number}`,
        group: "drill:control",
        service: null,
        unit: "",
        labels: {},
      };
  }
}
