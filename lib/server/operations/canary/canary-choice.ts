import type { CanaryNode, CanarySpec } from "#lib/domain/operations/canary-spec.ts";
import {
  type CanaryStep,
  canarySteps,
  leavingCompany,
  spreadOrder,
  stepOf,
} from "#lib/domain/operations/canary-steps.ts";
import type { ConfigEntry, VersionMeta } from "#lib/server/configs/config-book.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { candidatesOf } from "./candidates.ts";

/** Who takes part in a canary, in which order, and with which steps. */
export interface Choice {
  /** Every node that can take part; those of the shadow come first. */
  order: { node: string; step: number; running: string }[];
  steps: CanaryStep[];
  shadows: string[];
  unable: Map<string, string>;
}

/** What a plan is made of. */
export interface About {
  spec: CanarySpec;
  entry: ConfigEntry;
  trial: VersionMeta;
  promoted: VersionMeta | undefined;
  choice: Choice;
}

/** Chooses by hand or spread, the same for the same fleet: so that what was reviewed is what is done. */
export function chooseNodes(
  context: ServerContext,
  entry: ConfigEntry,
  trial: VersionMeta,
  spec: CanarySpec,
): Choice {
  const { able, unable } = candidatesOf(context, entry, spec);
  const running = new Map(able.map((candidate) => [candidate.node, candidate.running]));
  const { targets } = spec;
  const spread = (group: string | null) =>
    spreadOrder(
      able.filter((candidate) => group === null || candidate.group === group),
      trial.hash,
    );
  const groupOf = (node: string) => context.view.nodes.get(node)?.group ?? "";
  const compares = spec.rules.some(({ against }) => against === "group");
  const first = (group: string | null) => (compares ? leavingCompany(spread(group), groupOf) : spread(group));
  const wanted =
    targets.by === "nodes" ? [...new Set(targets.nodes)] : first(targets.group).slice(0, targets.count);
  const shadows = wanted.filter((node) => running.has(node));
  const shadowed = new Set(shadows);
  const names = [...shadows, ...spread(null).filter((node) => !shadowed.has(node))];
  const steps = canarySteps(shadows.length, names.length, spec.percents);
  const order = names.map((node, place) => ({
    node,
    step: stepOf(place, steps),
    running: running.get(node) ?? "",
  }));
  return { order, steps, shadows, unable };
}

/** Nothing has been asked of them yet. */
export function pendingNodes({ order }: Choice, now: number): CanaryNode[] {
  return order.map(({ node, step }) => ({
    node,
    step,
    state: "pending",
    reason: null,
    health: [],
    since: now,
  }));
}
