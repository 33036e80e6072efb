import { safeText } from "#lib/domain/safe-text.ts";
import { counted, grouped, roughly } from "#lib/domain/words.ts";
import { shownName } from "#lib/server/configs/config-words.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { About } from "./canary-choice.ts";

const namesShown = 5;

/** "Canary of aim_lock_config.conf, version 4, on 3 of 20 nodes first". */
export function titleOf({ spec, trial, choice }: About): string {
  const { shadows, order } = choice;
  return `Canary of ${shownName(spec.config)}, version ${trial.version}, on ${grouped(shadows.length)} of ${counted(order.length, "node")} first`;
}

/** What happens, in order, a sentence each. */
export function consequencesOf({ spec, trial, promoted, choice }: About): string[] {
  const { shadows, steps, order, unable } = choice;
  const back = promoted === undefined ? "the version before" : `version ${promoted.version}`;
  const shares = steps
    .slice(1)
    .map(
      ({ size, percent }) =>
        `${grouped(size)} of ${grouped(order.length)}${percent === null ? "" : ` (${percent} %)`}`,
    );
  const sentences = [
    `The shadow of version ${trial.version} is written beside the running file on ${listed(shadows)}; what runs there is not touched.`,
    `Then it replaces ${back} on ${shares.join(", then on ")}.`,
    `Each step has to be healthy for ${roughly(spec.bakeMs)} without a break; the next one begins ${spec.promoteByHand ? "when somebody promotes it" : "by itself"}.`,
    `A node that refuses, is lost, or breaks a rule takes everything back to ${back}.`,
  ];
  const left = [...unable].slice(0, namesShown).map(([node, why]) => `${safeText(node, 60)} (${why})`);
  if (left.length > 0) {
    const more = unable.size > left.length ? ` and ${grouped(unable.size - left.length)} more` : "";
    sentences.push(`Not part of it, and left as they are: ${left.join(", ")}${more}.`);
  }
  return sentences;
}

/** What this canary will give no proof of. */
export function notVerifiedOf(context: ServerContext, { spec, entry, choice }: About): string[] {
  const sentences: string[] = [];
  if (spec.rules.length === 0) {
    sentences.push("No rule is set: a node counts as healthy as soon as it has the version.");
  }
  const unapplied = choice.order.filter(({ node }) => entry.nodes.get(node)?.can.includes("apply") !== true);
  if (unapplied.length > 0) {
    sentences.push(
      `On ${listed(unapplied.map(({ node }) => node))} no hook applies it: only the file is written, and nothing is told to read it.`,
    );
  }
  const alone = spec.rules.some(({ against }) => against === "group")
    ? withoutGroup(context, choice.shadows, choice)
    : [];
  if (alone.length > 0) {
    sentences.push(
      `No other node is in the group of ${listed(alone)}: a rule against the group will fail there.`,
    );
  }
  return sentences;
}

function withoutGroup(
  { view }: ServerContext,
  shadows: readonly string[],
  { order }: About["choice"],
): string[] {
  const groupOf = (node: string) => view.nodes.get(node)?.group ?? "";
  const rest = new Set(order.slice(shadows.length).map(({ node }) => groupOf(node)));
  return shadows.filter((node) => !rest.has(groupOf(node)));
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, namesShown).map((name) => safeText(name, 60));
  return names.length > shown.length
    ? `${shown.join(", ")} and ${names.length - shown.length} more`
    : shown.join(", ");
}
