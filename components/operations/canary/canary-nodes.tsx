"use client";

import Link from "next/link";
import { SafeText } from "#components/ui/safe-text.tsx";
import { ShowAll } from "#components/ui/show-all.tsx";
import type { StateName } from "#components/ui/state.ts";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { nodeHref } from "#lib/client/paths.ts";
import type { CanaryNode, CanaryNodeState, RuleHealth } from "#lib/domain/operations/canary-spec.ts";
import { safeText } from "#lib/domain/safe-text.ts";

const firstShown = 20;

const looks: Record<CanaryNodeState, { state: StateName; word: string }> = {
  pending: { state: "never", word: "Not yet" },
  asked: { state: "waiting", word: "Asked" },
  shadow: { state: "held", word: "Shadow" },
  refused: { state: "refused", word: "Refused" },
  promoted: { state: "live", word: "Runs it" },
  "rolling-back": { state: "aborting", word: "Going back" },
  "rolled-back": { state: "aborted", word: "Back" },
  failed: { state: "failed", word: "Failed" },
  lost: { state: "silent", word: "Lost" },
};
/** Those that decide come first. */
const order: readonly CanaryNodeState[] = [
  "refused",
  "failed",
  "lost",
  "rolling-back",
  "asked",
  "shadow",
  "promoted",
  "rolled-back",
  "pending",
];

/**
 * Each node of a canary: what it has, why it refused, and how each rule stands. `outcome` is what the operation says of
 * itself: by it, the node that refused is known when it runs the version of before again, like all others.
 */
export function CanaryNodes({ nodes, outcome }: { nodes: readonly CanaryNode[]; outcome: string }) {
  const refused = (node: CanaryNode) => isBack(node) && saysRefused(outcome, node.node);
  const sorted = nodes.toSorted(
    (a, b) =>
      Number(refused(b)) - Number(refused(a)) ||
      order.indexOf(a.state) - order.indexOf(b.state) ||
      a.step - b.step ||
      a.node.localeCompare(b.node, "en", { numeric: true }),
  );
  return (
    <ShowAll items={sorted} first={firstShown}>
      {(shown) => (
        <ul aria-label="Nodes of this canary">
          {shown.map((node) => (
            <NodeLine key={node.node} node={node} refused={refused(node)} />
          ))}
        </ul>
      )}
    </ShowAll>
  );
}

function isBack({ state }: CanaryNode): boolean {
  return state === "rolling-back" || state === "rolled-back";
}

function saysRefused(outcome: string, node: string): boolean {
  const words = `${safeText(node, 80)} refused`;
  return outcome.startsWith(words) || outcome.includes(` ${words}`);
}

function NodeLine({ node, refused }: { node: CanaryNode; refused: boolean }) {
  const { state, word } = refused
    ? { state: "refused" as const, word: node.state === "rolled-back" ? "Refused, back" : "Refused" }
    : looks[node.state];
  return (
    <li
      data-node={node.node}
      data-node-state={node.state}
      className="grid grid-cols-[7.5rem_minmax(0,1fr)] items-start gap-x-3 gap-y-1 border-t border-line py-1.5 text-sm first:border-t-0"
    >
      <StateBadge state={state} label={word} />
      <span className="flex min-w-0 flex-wrap items-baseline gap-x-3">
        <Link
          href={nodeHref(node.node)}
          prefetch={false}
          className="inline-flex min-h-6 items-center font-medium underline-offset-2 hover:underline"
        >
          <SafeText text={node.node} maxLength={80} />
        </Link>
        <span className="text-xs text-tertiary">
          {node.step === 0 ? "shadow first" : `from step ${node.step}`} ·{" "}
          <TimeAgo atMs={node.since} show="relative" />
        </span>
      </span>
      {node.reason !== null && (
        <SafeText
          text={node.reason}
          maxLength={400}
          className="col-start-2 min-w-0 break-words text-suspect-text"
        />
      )}
      {node.health.length > 0 && (
        <span className="col-start-2 flex flex-col gap-0.5">
          {node.health.map((rule) => (
            <Rule key={`${rule.metric} ${rule.text}`} rule={rule} />
          ))}
        </span>
      )}
    </li>
  );
}

const ruleLooks: Record<RuleHealth["state"], { state: StateName; word: string }> = {
  pass: { state: "live", word: "Passes" },
  fail: { state: "failed", word: "Fails" },
  waiting: { state: "unknown", word: "No data" },
};

function Rule({ rule }: { rule: RuleHealth }) {
  const { state, word } = ruleLooks[rule.state];
  return (
    <span className="flex flex-wrap items-baseline gap-x-2 text-xs">
      <StateBadge state={state} label={word} className="w-18" />
      <span className="flex min-w-0 flex-wrap gap-x-2">
        <SafeText text={rule.metric} maxLength={60} className="font-mono" />
        <SafeText text={rule.text} maxLength={300} className="text-secondary" />
      </span>
    </span>
  );
}
