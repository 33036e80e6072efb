import type { LockRow } from "#lib/contract/rows.ts";
import {
  fleetKey,
  type GuardianFacts,
  guardianSight,
  type LockFacts,
  type ResourceFacts,
  resourceSights,
} from "#lib/domain/incidents/rules.ts";
import type { Sight } from "#lib/domain/incidents/sight.ts";
import { limits } from "#lib/domain/limits.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { isStale } from "#lib/domain/states.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { nativeId } from "#lib/server/view/lock-rows.ts";
import type { RefusalRecord, SessionRecord } from "#lib/store/records.ts";
import { FleetCount, realmOf } from "./fleet-count.ts";
import { GuardianBook } from "./guardian-book.ts";

type Needs = Pick<ServerContext, "view" | "store" | "leases" | "beats" | "clock">;

/**
 * What rules look at, kept up to date change by change: of any number of locks and nodes only the few are here that are
 * stale, refuse somebody or work less.
 */
export class IncidentFacts {
  readonly fleet: FleetCount;
  readonly #context: Needs;
  readonly #guardians = new GuardianBook();
  /** Locks that are stale or HOT, by resource. */
  readonly #locks = new Map<string, Map<string, LockRow>>();
  readonly #resourceOf = new Map<string, string>();
  /** What is seen of resources about which nothing goes on, until something changes. */
  readonly #quiet = new Map<string, Sight[]>();
  #changed: () => void = () => {};

  private constructor(context: Needs) {
    this.#context = context;
    this.fleet = new FleetCount(context.view);
    for (const id of context.view.locks.rows.keys()) this.#noteLock(id);
  }

  /** Takes over what is known, and follows the log from then on. */
  static async open(context: Needs): Promise<IncidentFacts> {
    const facts = new IncidentFacts(context);
    await facts.#guardians.start(context.store);
    context.view.onChange((touched) => {
      for (const id of touched.locks) facts.#noteLock(id);
      for (const name of touched.nodes)
        for (const resource of facts.fleet.note(name)) facts.#quiet.delete(resource);
      if (touched.locks.size + touched.nodes.size + touched.owners.size > 0) facts.#changed();
    });
    return facts;
  }

  /** Called after each change that rules look at. */
  onChange(listener: () => void): void {
    this.#changed = listener;
  }

  /** What is wrong now. `isOn`: whether a signal is on, for rules that let go later than they take hold. */
  *sights(isOn: (key: string) => boolean): Iterable<Sight> {
    for (const resource of new Set([...this.#locks.keys(), ...this.fleet.resources()])) {
      yield* this.#sightsOf(resource, isOn);
    }
    for (const session of this.#guardians.silent()) {
      const guardian = this.#guardianFacts(session);
      if (guardian !== null) yield guardianSight(guardian);
    }
  }

  /** Of a lock that refuses nobody and harms nobody nothing changes from look to look, and there can be thousands. */
  #sightsOf(resource: string, isOn: (key: string) => boolean): Sight[] {
    const known = this.#quiet.get(resource);
    if (known !== undefined) return known;
    if (this.#isFair(resource)) return [];
    const sights = resourceSights(this.of(resource), isOn(fleetKey(resource)));
    const rows = this.#locks.get(resource)?.values() ?? [];
    const isQuiet =
      this.fleet.unwell(resource).size === 0 && [...rows].every(({ state }) => state === "held");
    if (isQuiet && !isOn(fleetKey(resource))) this.#quiet.set(resource, sights);
    return sights;
  }

  /** Others wait for their turn after a living owner, and nobody says that it harms them: that is everyday. */
  #isFair(resource: string): boolean {
    const rows = this.#locks.get(resource)?.values() ?? [];
    return this.fleet.unwell(resource).size === 0 && [...rows].every(({ verdict }) => verdict === "live");
  }

  /** How the fleet stands to one resource now. */
  of(resource: string): ResourceFacts {
    const rows = [...(this.#locks.get(resource)?.values() ?? [])];
    return {
      resource,
      locks: rows.map(lockFacts),
      refused: new Set(rows.flatMap((row) => this.#refusedBy(row))),
      unwell: this.fleet.unwell(resource),
      fleet: this.fleet.total(realmOf(resource)),
    };
  }

  /** Who was refused a resource lately, with how often. */
  refusals(resource: string): RefusalRecord[] {
    const nowMs = this.#context.clock.monoMs();
    return this.keptRefusals(resource).filter(({ lastMs }) => nowMs - lastMs < limits.hotWindowMs);
  }

  /** As `refusals`, with those that are old and not forgotten yet: the next refusal of the same session is added to them. */
  keptRefusals(resource: string): (RefusalRecord & { lastMs: number })[] {
    return [...(this.#context.leases.slot(resource)?.refusals.values() ?? [])];
  }

  /** Nodes that wait for a lock or were refused it. */
  #refusedBy(row: LockRow): string[] {
    if (row.state !== "hot") return [];
    if (row.source !== "native") return row.node === null ? [] : [row.node];
    const { leases, beats } = this.#context;
    const waits = leases.slot(row.resource)?.waits.keys() ?? [];
    const waiting = [...waits].flatMap((id) => beats.session(id)?.record.node ?? []);
    return [...waiting, ...this.refusals(row.resource).map(({ node }) => node)];
  }

  #noteLock(id: string): void {
    const row = this.#context.view.locks.rows.get(id);
    const resource = this.#resourceOf.get(id);
    for (const name of [resource, row?.resource]) if (name !== undefined) this.#quiet.delete(name);
    if (resource !== undefined && resource !== row?.resource) this.#dropLock(id, resource);
    if (row === undefined) return;
    if (row.state !== "hot" && !isStale(row.verdict)) {
      this.#dropLock(id, row.resource);
      return;
    }
    const known = this.#locks.get(row.resource);
    if (known === undefined) this.#locks.set(row.resource, new Map([[id, row]]));
    else known.set(id, row);
    this.#resourceOf.set(id, row.resource);
  }

  #dropLock(id: string, resource: string): void {
    const known = this.#locks.get(resource);
    known?.delete(id);
    if (known?.size === 0) this.#locks.delete(resource);
    this.#resourceOf.delete(id);
  }

  /** Null when somebody else guards in its place: whatever it guarded has an owner that lives. */
  #guardianFacts(session: SessionRecord): GuardianFacts | null {
    const { view } = this.#context;
    const held = view.owners.lockIds(session.id).flatMap((id) => view.locks.rows.get(id) ?? []);
    const resources = this.#guardians.guarded(
      session,
      held.map(({ resource }) => resource),
    );
    const isGuarded =
      resources.length === 0
        ? this.#guardians.isReplaced(session)
        : resources.every((resource) => view.locks.rows.get(nativeId(resource))?.verdict === "live");
    if (isGuarded) return null;
    const { id, node, service, judgement, openedAt } = session;
    // The same after a restart, also for one that never beat: what a person accepted is known by it.
    const lastBeatAt = session.lastBeatAt ?? openedAt;
    const { verdict } = judgement;
    const lockId = held[0]?.id ?? null;
    return { sessionId: id, node, service, verdict, resources, lockId, lastBeatAt };
  }
}

function lockFacts(row: LockRow): LockFacts {
  const { id, resource, state, verdict, holder } = row;
  return {
    lockId: id,
    resource,
    state,
    verdict,
    ownerId: holder?.ownerId ?? null,
    node: holder?.node || row.node,
    holder: holderWords(row),
  };
}

function holderWords({ holder }: LockRow): string | null {
  if (holder === null) return null;
  const who = holder.service ?? holder.command ?? (holder.pid === null ? null : `PID ${holder.pid}`);
  if (who === null) return null;
  return holder.node === "" ? safeText(who, 60) : `${safeText(who, 60)} on ${safeText(holder.node, 60)}`;
}
