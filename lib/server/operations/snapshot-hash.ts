import { createHash } from "node:crypto";
import type { Fact } from "#lib/domain/operations/operation.ts";
import { factsText } from "#lib/domain/operations/snapshot.ts";

/** SHA-256 over the facts of a plan, as hex: the ETag of an operation, and what a confirmation is bound to. */
export function snapshotOf(facts: readonly Fact[]): string {
  return createHash("sha256").update(factsText(facts)).digest("hex");
}
