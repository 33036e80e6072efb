/** A node that could take part, as far as choosing is concerned. */
export interface Candidate {
  node: string;
  group: string;
  kind: string;
}

/** One step: after it, the first `size` nodes of the order have the version. */
export interface CanaryStep {
  /** 0: the shadow on the chosen nodes; later ones run it. */
  index: number;
  size: number;
  percent: number | null;
}

/**
 * An order of all candidates that goes round the groups and kinds, so that the first few are as unlike each other as
 * the fleet allows. The same fleet gives the same order. `seed`: whatever should change it, such as the content's hash.
 */
export function spreadOrder(candidates: readonly Candidate[], seed: string): string[] {
  const circles = new Map<string, string[]>();
  const sorted = [...candidates].sort(
    (a, b) => mix(seed + a.node) - mix(seed + b.node) || compare(a.node, b.node),
  );
  for (const { node, group, kind } of sorted) {
    const key = JSON.stringify([group, kind]);
    const circle = circles.get(key);
    if (circle === undefined) circles.set(key, [node]);
    else circle.push(node);
  }
  const keys = [...circles.keys()].sort((a, b) => mix(seed + a) - mix(seed + b) || compare(a, b));
  const order: string[] = [];
  for (let round = 0; order.length < candidates.length; round += 1) {
    for (const key of keys) {
      const node = circles.get(key)?.[round];
      if (node !== undefined) order.push(node);
    }
  }
  return order;
}

/**
 * The same order, with the last one of each group moved to the end: whoever is chosen from the front leaves somebody of
 * its group to be compared with, as long as there is another choice.
 */
export function leavingCompany(order: readonly string[], groupOf: (node: string) => string): string[] {
  const left = new Map<string, number>();
  for (const node of order) left.set(groupOf(node), (left.get(groupOf(node)) ?? 0) + 1);
  const front: string[] = [];
  const end: string[] = [];
  for (const node of order) {
    const others = (left.get(groupOf(node)) ?? 0) - 1;
    (others > 0 ? front : end).push(node);
    left.set(groupOf(node), others);
  }
  return [...front, ...end];
}

/**
 * The steps for `targets` first nodes of `total`: the shadow, then growing shares, each at least as large as the one
 * before; a share that would add nobody is left out. The percents grow and end with 100 (see `percentsRefusal`).
 */
export function canarySteps(targets: number, total: number, percents: readonly number[]): CanaryStep[] {
  const steps: CanaryStep[] = [{ index: 0, size: targets, percent: null }];
  for (const percent of percents) {
    const before = steps.at(-1);
    const size = Math.min(total, Math.max(targets, Math.ceil((percent * total) / 100)));
    const isFirst = steps.length === 1;
    if (isFirst || before === undefined || size > before.size) {
      steps.push({ index: steps.length, size, percent });
    } else if (percent === 100 && before.percent !== null) {
      // The share before reached everybody already: it is the last one.
      before.percent = 100;
    }
  }
  return steps;
}

/** Why these shares cannot be used; null when they can. */
export function percentsRefusal(percents: readonly number[]): string | null {
  if (percents.length === 0) return "Name the shares of the later steps, such as 10, 50 and 100 percent.";
  const grows = percents.every((percent, i) => i === 0 || percent > (percents[i - 1] ?? 0));
  if (!grows) return "Each share has to be larger than the one before.";
  return percents.at(-1) === 100
    ? null
    : "The last share has to be 100 percent: the version ends up on all nodes.";
}

/** The step at which the node at this place of the order is touched first. */
export function stepOf(place: number, steps: readonly CanaryStep[]): number {
  return steps.find(({ size }) => place < size)?.index ?? steps.length - 1;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** FNV-1a: spreads names well enough that neighbours in the alphabet are not chosen together. */
function mix(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash >>> 0;
}
