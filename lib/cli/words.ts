import type { LockRow, OwnerRef } from "#lib/contract/rows.ts";

/** State and verdict in the words of the screens: "HOT, orphan". */
export function stateText({ state, verdict }: Pick<LockRow, "state" | "verdict">): string {
  const word = state === "hot" ? "HOT" : state;
  return verdict === null ? word : `${word}, ${verdict}`;
}

/** "node-7 sleep (PID 2018)". */
export function ownerText(owner: OwnerRef | null): string {
  if (owner === null) return "nobody";
  const name = owner.service ?? owner.command ?? owner.ownerId;
  return `${owner.node} ${name}${owner.pid === null ? "" : ` (PID ${owner.pid})`}`;
}
