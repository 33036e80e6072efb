import type { OperationUnit } from "#lib/domain/operations/operation.ts";
import { safeText } from "#lib/domain/safe-text.ts";

const namedMost = 5;

/** Units by name, the first of them. */
export function unitNames(units: readonly OperationUnit[]): string {
  const names = units
    .slice(0, namedMost)
    .map(({ name, node }) => `${safeText(name, 60)} on ${safeText(node, 60)}`);
  const more = units.length - names.length;
  return `${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
