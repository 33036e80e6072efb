import type { KernelProcess } from "#lib/contract/agent.ts";
import { processOwnerId, sameProcess } from "#lib/domain/identity.ts";
import { limits } from "#lib/domain/limits.ts";
import type { OperationUnit } from "#lib/domain/operations/operation.ts";
import type { Candidate, PauseSight, RosterReason } from "#lib/domain/operations/roster.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { agentService } from "#lib/domain/session-role.ts";
import { agentSession } from "#lib/server/configs/node-presence.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { isDrain, phaseOf } from "#lib/server/operations/drain/drain-record.ts";
import type { LiveUnit } from "#lib/server/orders/unit-book.ts";
import { kernelKey, nativeId } from "#lib/server/view/lock-rows.ts";
import type { KernelLockRecord, OperationRecord, SessionRecord } from "#lib/store/records.ts";

const eventsMost = 5_000;

/** Those who could take a lease again: they wait, were refused it or had it lately, or take it in their course. */
export async function nativeCandidates(context: ServerContext, resource: string): Promise<Candidate[]> {
  const { leases } = context;
  const sight = new PauseLooks(context);
  const holder = leases.slot(resource)?.state.holder?.sessionId ?? null;
  const found: Candidate[] = [];
  const add = (sessionId: string, because: RosterReason) => {
    const session = openSession(context, sessionId);
    if (session !== null && sessionId !== holder) found.push(sight.sessionCandidate(session, because));
  };
  for (const { sessionId } of leases.waiters(resource)) add(sessionId, "waiter");
  for (const { sessionId, lastAt } of leases.slot(resource)?.refusals.values() ?? []) {
    if (lastAt >= windowFrom(context)) add(sessionId, "was-refused");
  }
  for (const sessionId of await lateTakers(context, nativeId(resource))) add(sessionId, "took-it");
  for (const session of namers(context, resource)) add(session.id, roleReason(session));
  return found;
}

/**
 * Those who could take a kernel lock again: they wait for it, are known to have taken it, or take it in their course.
 * Processes are known by identity; one that works under a session is paused with it.
 */
export async function kernelCandidates(
  context: ServerContext,
  record: KernelLockRecord,
  clearId: string | null,
): Promise<Candidate[]> {
  const sight = new PauseLooks(context);
  const { lock, node } = record;
  const isHolder = (process: KernelProcess) => lock.holders.some((one) => sameProcess(one.process, process));
  const found: Candidate[] = [];
  for (const { pid, process } of lock.waiters) {
    if (process === null) found.push(sight.unknownCandidate(node, pid));
    else found.push(...sight.processCandidates(process, "waiter"));
  }
  for (const { process, status } of lock.takers) {
    const lives = status === "holds" || status === "alive-without-line";
    if (process !== null && lives && !isHolder(process))
      found.push(...sight.processCandidates(process, "took-it"));
  }
  const owners = new Set(await lateTakers(context, `kernel/${kernelKey(node, lock.key)}`));
  for (const { record: session } of context.beats.sessions()) {
    if (openSession(context, session.id) === null || session.node !== node) continue;
    if (
      session.processes.some((process) => owners.has(processOwnerId(process)) && !isHolder(asKernel(process)))
    ) {
      found.push(sight.sessionCandidate(session, "took-it"));
    }
  }
  for (const session of namers(context, lock.resource)) {
    if (session.node === node) found.push(sight.sessionCandidate(session, roleReason(session)));
  }
  return clearId === null ? found : [...found, ...drainedFor(context, sight, { node, clearId })];
}

/**
 * Whom people named by a drain for this clear, on the lock's own node: every unit of it, also one that does not answer,
 * which keeps the gate shut. They are on the roster only while the drain pauses them.
 */
function drainedFor(
  context: ServerContext,
  sight: PauseLooks,
  { node, clearId }: { node: string; clearId: string },
): Candidate[] {
  return context.operations
    .active()
    .filter(isDrain)
    .filter((drain) => drain.spec.forOperation === clearId && isOn(drain))
    .flatMap((drain) => drain.units.filter((unit) => unit.node === node))
    .map((unit) => sight.unitCandidate(unit));
}

function isOn(record: OperationRecord): boolean {
  const phase = phaseOf(record);
  return phase === "draining" || phase === "holding";
}

function asKernel(process: SessionRecord["processes"][number]): KernelProcess {
  return { ...process, ppid: null, command: "", user: null, unit: null, startedAt: null };
}

function windowFrom({ clock }: ServerContext): number {
  return clock.wallMs() - limits.rosterWindowMs;
}

function openSession(context: ServerContext, id: string): SessionRecord | null {
  const live = context.beats.session(id);
  return live !== undefined && context.beats.isOpen(id) ? live.record : null;
}

/** Who held a lock within the window, as its timeline says. */
async function lateTakers(context: ServerContext, lockId: string): Promise<string[]> {
  const events = await context.store.events({ lockId, from: windowFrom(context), limit: eventsMost });
  return [...new Set(events.flatMap(({ ownerId }) => ownerId ?? []))];
}

/** Open sessions that take the resource in their own course. */
function namers(context: ServerContext, resource: string): SessionRecord[] {
  return [...context.beats.sessions()]
    .map(({ record }) => record)
    .filter(
      ({ id, role, resources }) =>
        role !== undefined && role !== "worker" && resources?.includes(resource) && context.beats.isOpen(id),
    );
}

function roleReason({ role }: SessionRecord): RosterReason {
  return role === "guardian" || role === "watchdog" ? role : "orchestrator";
}

/** Finds the units that pause somebody; made anew for every look. */
class PauseLooks {
  readonly #context: ServerContext;
  readonly #hooks = new Map<string, LiveUnit[]>();
  readonly #drains: ReadonlySet<string>;

  constructor(context: ServerContext) {
    this.#context = context;
    for (const live of context.units.all()) {
      const { node, service, kind, sessionId } = live.record;
      if (kind !== "hook" || !live.record.can.includes("drain")) continue;
      // Only the agent of a host runs commands there: nobody else says of another service that it is paused.
      if (agentSession(context, node) !== sessionId) continue;
      const key = `${node}\0${service}`;
      this.#hooks.set(key, [...(this.#hooks.get(key) ?? []), live]);
    }
    const on = context.operations.active().filter(isDrain).filter(isOn);
    this.#drains = new Set(on.map(({ id }) => id));
  }

  sessionCandidate(session: SessionRecord, because: RosterReason): Candidate {
    const { id, node, service } = session;
    const label = `${safeText(service, 60)} on ${safeText(node, 60)}`;
    return { id, label, node, service, because, pauses: this.#pausesOf(session) };
  }

  /** The sessions that a process works under; itself when it has none, and then nothing can pause it. */
  processCandidates(process: KernelProcess, because: RosterReason): Candidate[] {
    const { node, pid, command } = process;
    const ids = this.#context.agents.sessionsOf(node, (one) => sameProcess(one, process));
    const sessions = ids.flatMap((id) => openSession(this.#context, id) ?? []);
    if (sessions.length > 0) return sessions.map((session) => this.sessionCandidate(session, because));
    const label = `${safeText(command, 80)} (PID ${pid}) on ${safeText(node, 60)}`;
    return [{ id: processOwnerId(process), label, node, service: null, because, pauses: [] }];
  }

  /** A unit of a drain; one that is not heard of any more has nothing that says it is paused. */
  unitCandidate({ unitId, node, service, name }: OperationUnit): Candidate {
    const live = this.#context.units.get(unitId);
    const label = `${safeText(name, 60)} of ${safeText(service, 60)} on ${safeText(node, 60)}`;
    const pauses = live === undefined ? [] : [this.#sightOf(live)];
    return { id: `unit ${unitId}`, label, node, service, because: "named", pauses };
  }

  unknownCandidate(node: string, pid: number): Candidate {
    const label = `PID ${pid} on ${safeText(node, 60)}`;
    return { id: `${node}~${pid}`, label, node, service: null, because: "waiter", pauses: [] };
  }

  /** Its own units; where it has none, the host's commands for its service. An agent takes no locks for others. */
  #pausesOf({ id, node, service }: SessionRecord): PauseSight[] {
    if (service === agentService) return [];
    const own = this.#context.units.ofSession(id);
    const units = own.length > 0 ? own : (this.#hooks.get(`${node}\0${service}`) ?? []);
    return units.map((live) => this.#sightOf(live));
  }

  #sightOf(live: LiveUnit): PauseSight {
    const { units } = this.#context;
    const silentMs = units.silentMs(live);
    return {
      name: safeText(live.record.unit, 60),
      paused: live.record.state === "paused" && units.isHeld(live),
      fresh: silentMs !== null && silentMs <= limits.gateEvidenceMaxAgeMs,
      byDrain: live.orderIds.some((orderId) => this.#drains.has(orderId.split("/", 1)[0] ?? "")),
    };
  }
}
