import { grouped } from "#lib/domain/words.ts";
import { isDrillName } from "./drill/names.ts";
import type { Health, HealthLevel } from "./fleet-state.ts";
import { safeText } from "./safe-text.ts";
import type { Severity } from "./states.ts";

/** How the work of one node changed. */
export interface HealthChange {
  node: string;
  group: string;
  before: Health | null;
  /** Null: it is well again. */
  after: Health | null;
}

/** What is told of many nodes together. */
export interface HealthNote {
  kind: "health.halted" | "health.impaired" | "health.well";
  severity: Severity;
  /** Null where it is about several. */
  node: string | null;
  resource: string | null;
  text: string;
}

const namesMost = 3;
/** With more groups than this, one line stands for all of a kind. */
const groupsMost = 40;

const words: Record<
  HealthLevel | "well",
  { kind: HealthNote["kind"]; severity: Severity; one: string; many: string }
> = {
  halted: { kind: "health.halted", severity: "warning", one: "halted", many: "halted" },
  impaired: { kind: "health.impaired", severity: "warning", one: "works less", many: "work less" },
  well: { kind: "health.well", severity: "info", one: "is well again", many: "are well again" },
};

/** Whether a change is worth a line: another level, or because of something else. Other words for the same are not. */
export function isHealthNews(before: Health | null, after: Health | null): boolean {
  return before?.level !== after?.level || (before?.resource ?? null) !== (after?.resource ?? null);
}

/** One line for all nodes of a group that changed alike, so that a fleet of thousands does not write thousands. */
export function sumHealth(changes: readonly HealthChange[]): HealthNote[] {
  const groups = new Set(changes.map(({ group }) => group));
  const places = new Map<string, HealthChange[]>();
  for (const change of changes) {
    const place = groups.size > groupsMost ? null : change.group;
    // What is of a drill and what is real are never told together.
    const world = isDrillName(change.node);
    const key = JSON.stringify([change.after?.level ?? "well", resourceOf(change), place, world]);
    const known = places.get(key);
    if (known === undefined) places.set(key, [change]);
    else known.push(change);
  }
  return [...places.values()].map((alike) => noteOf(alike, groups.size > groupsMost));
}

function noteOf(alike: readonly HealthChange[], isMixed: boolean): HealthNote {
  const [first] = alike;
  const { after = null, group = "", node = "" } = first ?? {};
  const { kind, severity, one, many } = words[after?.level ?? "well"];
  const why = after === null ? "" : `: ${safeText(after.text, 200)}`;
  const resource = first === undefined ? null : resourceOf(first);
  if (alike.length === 1)
    return { kind, severity, node, resource, text: `${safeText(node, 80)} ${one}${why}.` };
  const names = alike.slice(0, namesMost).map((change) => safeText(change.node, 60));
  const list = `${names.join(", ")}${alike.length > namesMost ? ", …" : ""}`;
  // An event of a drill carries its label somewhere: else it would outlive it.
  const labelled = resource === null && isDrillName(node) ? node : null;
  const where = isMixed ? "" : ` of ${safeText(group, 80)}`;
  return {
    kind,
    severity,
    node: labelled,
    resource,
    text: `${grouped(alike.length)} nodes${where} ${many}${why} (${list}).`,
  };
}

function resourceOf({ before, after }: HealthChange): string | null {
  return (after ?? before)?.resource ?? null;
}
