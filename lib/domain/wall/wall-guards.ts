import { isDrillName } from "#lib/domain/drill/names.ts";
import type { SessionRole } from "#lib/domain/session-role.ts";
import { isStale, type Verdict } from "#lib/domain/states.ts";

/** What the wall needs of an owner's row. */
export interface WallOwner {
  readonly id: string;
  readonly kind: "session" | "process";
  readonly node: string;
  readonly service: string | null;
  readonly role?: SessionRole | undefined;
  readonly state: "open" | "closed" | "lost";
  readonly verdict: Verdict;
  readonly lastBeatAt: number | null;
  readonly locks: number;
}

export interface GuardsOfWorld<O extends WallOwner> {
  /** Whose heartbeats are shown, those in trouble first, `most` at most. */
  shown: O[];
  total: number;
  /** They are guardians; else services that hold locks. */
  guardians: boolean;
}

/** Guardians where there are any, else the services that hold locks: whose heartbeats the wall shows. */
export function pickGuards<O extends WallOwner>(
  owners: Iterable<O>,
  most: number,
): { real: GuardsOfWorld<O>; drill: GuardsOfWorld<O> } {
  const worlds = { real: [[], []] as [O[], O[]], drill: [[], []] as [O[], O[]] };
  for (const owner of owners) {
    if (owner.kind !== "session" || owner.state === "closed") continue;
    const [guardians, holders] = isDrillName(owner.node) ? worlds.drill : worlds.real;
    if (owner.role === "guardian") guardians.push(owner);
    else if (owner.locks > 0) holders.push(owner);
  }
  return { real: chosen(worlds.real, most), drill: chosen(worlds.drill, most) };
}

function chosen<O extends WallOwner>([guardians, holders]: [O[], O[]], most: number): GuardsOfWorld<O> {
  const all = guardians.length > 0 ? guardians : holders;
  return {
    shown: all.sort(byTrouble).slice(0, most),
    total: all.length,
    guardians: guardians.length > 0,
  };
}

/** Gone before in doubt before well; then a fixed order, so that no strip jumps while all are well. */
function byTrouble(a: WallOwner, b: WallOwner): number {
  return (
    trouble(a) - trouble(b) ||
    b.locks - a.locks ||
    compare(a.node, b.node) ||
    compare(a.service ?? "", b.service ?? "") ||
    compare(a.id, b.id)
  );
}

function trouble({ verdict, state }: WallOwner): number {
  if (isStale(verdict)) return 0;
  if (state === "lost" || verdict === "suspect") return 1;
  return verdict === "unknown" ? 2 : 3;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
