import { union } from "#lib/domain/incidents/merge.ts";
import { limits } from "#lib/domain/limits.ts";
import type { IncidentRecord } from "#lib/store/incident-records.ts";
import type { RefusalRecord } from "#lib/store/records.ts";
import type { IncidentFacts } from "./incident-facts.ts";

type Facts = Pick<IncidentFacts, "of" | "refusals" | "keptRefusals">;

/** How an incident stands to the fleet now, for its record and its samples. */
export interface IncidentCount {
  affected: number;
  affectedPeak: number;
  affectedNodes: string[];
  refusals: number;
  refusedNodes: number;
}

/**
 * Counts what one incident costs: every refusal once, from the first that is known of its resources. What is only in
 * memory is counted on from the record after a restart: the refusals that are known then count as counted.
 */
export class RefusalCount {
  /** Refusals that are counted, by resource and session. */
  readonly #counted = new Map<string, number>();
  readonly #refused = new Set<string>();
  #refusals: number;
  #refusedNodes: number;

  /** `isNew`: what is refused at the beginning counts; else it was counted by a run before. */
  constructor(record: IncidentRecord, facts: Facts, isNew: boolean) {
    this.#refusals = record.refusals;
    this.#refusedNodes = record.refusedNodes ?? 0;
    if (isNew) return;
    for (const resource of record.resources) {
      for (const refusal of facts.refusals(resource)) {
        this.#counted.set(keyOf(resource, refusal), refusal.count);
        this.#refused.add(refusal.node);
      }
    }
  }

  /** Refusals that it remembers in order to count none twice: never more than there are. */
  get remembered(): number {
    return this.#counted.size;
  }

  /** The numbers now. */
  look(record: IncidentRecord, facts: Facts): IncidentCount {
    const now = new Set<string>();
    for (const resource of record.resources) {
      for (const refusal of facts.refusals(resource)) this.#count(resource, refusal);
      const { refused, unwell } = facts.of(resource);
      for (const node of refused) now.add(node);
      for (const node of unwell) now.add(node);
    }
    this.#forget(record.resources, facts);
    this.#refusedNodes = Math.max(this.#refusedNodes, this.#refused.size);
    return {
      affected: now.size,
      affectedPeak: Math.max(record.affectedPeak, now.size),
      affectedNodes: firstNames(record.affectedNodes, now),
      refusals: this.#refusals,
      refusedNodes: this.#refusedNodes,
    };
  }

  /** What nobody else remembers either can only come again as another refusal, with a beginning of its own. */
  #forget(resources: readonly string[], facts: Facts): void {
    if (this.#counted.size === 0) return;
    const kept = new Set(
      resources.flatMap((resource) =>
        facts.keptRefusals(resource).map((refusal) => keyOf(resource, refusal)),
      ),
    );
    for (const key of this.#counted.keys()) if (!kept.has(key)) this.#counted.delete(key);
  }

  #count(resource: string, refusal: RefusalRecord): void {
    const key = keyOf(resource, refusal);
    const more = refusal.count - (this.#counted.get(key) ?? 0);
    if (more <= 0) return;
    this.#counted.set(key, refusal.count);
    this.#refused.add(refusal.node);
    this.#refusals += more;
  }
}

/** A session that is counted anew after a calm begins at another time. */
function keyOf(resource: string, { sessionId, firstAt }: RefusalRecord): string {
  return `${firstAt} ${sessionId} ${resource}`;
}

function firstNames(known: string[], more: ReadonlySet<string>): string[] {
  const most = limits.incidentAffectedNamesMax;
  if (known.length >= most) return known;
  const names = union(known, [...more]);
  return names.length === known.length ? known : names.slice(0, most);
}
