import type { Fact, FactChange } from "./operation.ts";

/**
 * The text that a snapshot is the hash of: key and value of every fact, in an order of its own. Labels are words for
 * people and may change with the language of the product; they are no part of what was reviewed.
 */
export function factsText(facts: readonly Fact[]): string {
  const pairs = facts.map(({ key, value }) => [key, value] as const);
  return JSON.stringify(pairs.sort(([a, x], [b, y]) => compare(a, b) || compare(x, y)));
}

/** What is not as it was reviewed; empty when nothing is. */
export function factChanges(was: readonly Fact[], is: readonly Fact[]): FactChange[] {
  const before = new Map(was.map((fact) => [fact.key, fact]));
  const after = new Map(is.map((fact) => [fact.key, fact]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [old, now] = [before.get(key), after.get(key)];
    if (old?.value === now?.value) return [];
    const label = now?.label ?? old?.label ?? key;
    return [{ key, label, was: old?.value ?? null, is: now?.value ?? null }];
  });
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
