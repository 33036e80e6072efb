import { acknowledgedGate, targetsGate } from "#lib/domain/operations/gates.ts";
import type { DrainSpec, Fact, Person, Plan, Target } from "#lib/domain/operations/operation.ts";
import type { Policy } from "#lib/domain/operations/policy.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { counted, grouped } from "#lib/domain/words.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import type { Planned } from "#lib/server/operations/kind.ts";
import type { LiveUnit } from "#lib/server/orders/unit-book.ts";
import type { OperationRecord, SessionRecord } from "#lib/store/records.ts";
import { drainSteps, unitFactKey } from "./drain-record.ts";
import { isMeant, scopeName, scopeText, undrainableIn, unitsIn, unitsMost } from "./drain-scope.ts";

const namedMost = 20;

/** Which units exactly, what stops and for how long, and who cannot be paused. Reads only. */
export async function planDrain(
  context: ServerContext,
  spec: DrainSpec,
  policyOf: (resource: string | null) => Policy,
  _by: Person,
): Promise<Planned> {
  const purpose = spec.forOperation === null ? null : await purposeOf(context, spec.forOperation);
  const policy = policyOf(purpose?.resource ?? null);
  const heir = successorOf(purpose);
  const isHeir = (one: { node: string; service: string }) =>
    heir !== null && one.node === heir.node && one.service === heir.service;
  const units = unitsIn(context, spec.scope).filter(({ record }) => !isHeir(record));
  const others = undrainableIn(context, spec.scope, units).filter((session) => !isHeir(session));
  const most = unitsMost(spec.scope, policy);
  const isTooMany = units.length > most;
  const plan: Plan = {
    title: `Drain ${scopeText(spec.scope)}: ${counted(units.length, "unit")} for ${seconds(spec.holdMs)}`,
    targets: (isTooMany ? units.slice(0, namedMost) : units).map(targetOf),
    targetCount: units.length,
    consequences: [
      ...consequencesOf(spec, units.length, others.length),
      ...(heir === null || !isMeant(context, spec.scope, heir) ? [] : [leftOut(heir)]),
    ],
    // It cannot be confirmed, so there is no use in keeping tens of thousands of names for it.
    facts: isTooMany ? [tooMany(units.length)] : units.map(factOf),
    evidence: [],
    gates: [
      targetsGate(units.length, most, "unit that can be drained"),
      acknowledgedGate(policy, purpose?.holdPoint ?? null, null),
    ],
    steps: drainSteps(),
    notVerified: others.length === 0 ? [] : [notPaused(others)],
    typedName: scopeName(spec.scope),
    refusals: refusalsOf(spec, units.length, policy, purpose),
  };
  return { plan, lockId: purpose?.lockId ?? null, resource: purpose?.resource ?? null, roster: [] };
}

async function purposeOf(context: ServerContext, id: string): Promise<OperationRecord> {
  const stored = await context.store.get("operation", id);
  if (stored?.value.spec.kind === "clear") return stored.value;
  throw new ApiError("not-found", "There is no such clear to drain for.");
}

/**
 * Who takes a lease over after its clear has to act then, and is refused by the lease service before. Of a kernel lock
 * nobody can be refused: there the successor pauses like everybody, and takes it when it runs again.
 */
function successorOf(purpose: OperationRecord | null): { node: string; service: string } | null {
  const spec = purpose?.spec;
  return spec?.kind === "clear" && spec.source === "native" ? spec.successor : null;
}

function leftOut({ node, service }: { node: string; service: string }): string {
  const name = `${safeText(service, 60)} on ${safeText(node, 60)}`;
  return `${name} is not paused: it is the successor of the clear, and takes the lock over after it.`;
}

function targetOf({ record }: LiveUnit): Target {
  const { id, unit, service, node, tasks, state } = record;
  const label = `${safeText(unit, 60)} of ${safeText(service, 60)} on ${safeText(node, 60)}`;
  const busy = tasks === null ? state : `${state}, ${counted(tasks, "task")} in flight`;
  return { id, kind: "unit", label, note: busy };
}

function factOf({ record }: LiveUnit): Fact {
  const { id, unit, service, node, kind } = record;
  const value = `${safeText(unit, 60)} of ${safeText(service, 60)} on ${safeText(node, 60)}, ${kind}`;
  return { key: unitFactKey(id), label: "Unit", value };
}

function tooMany(units: number): Fact {
  return { key: "units", label: "Units", value: String(units) };
}

function consequencesOf(spec: DrainSpec, units: number, others: number): string[] {
  const { holdMs, deadlineMs, onDeadline } = spec;
  return [
    `Sessions of ${scopeText(spec.scope)} get no new lease until the hold ends.`,
    units === 1
      ? `1 unit finishes what it runs, within ${seconds(deadlineMs)}, and pauses for ${seconds(holdMs)}.`
      : `${grouped(units)} units finish what they run, within ${seconds(deadlineMs)}, and pause for ${seconds(holdMs)}.`,
    onDeadline === "give-up"
      ? "If one has not paused by then, all run again and the drain has failed."
      : "If some have not paused by then, the hold begins without them, and they are named.",
    `At the latest ${seconds(deadlineMs + holdMs)} after the start every unit runs again by its own clock, whatever becomes of this console.`,
    ...(others === 0
      ? []
      : [
          `${counted(others, "session")} cannot be paused, and ${others === 1 ? "is" : "are"} only refused new leases.`,
        ]),
  ];
}

function notPaused(others: readonly SessionRecord[]): string {
  const names = others
    .slice(0, namedMost)
    .map(({ service, node }) => `${safeText(service, 60)} on ${safeText(node, 60)}`);
  const more = others.length > namedMost ? `, and ${grouped(others.length - namedMost)} more` : "";
  return `That these stop working, for they have no unit: ${names.join(", ")}${more}.`;
}

function refusalsOf(
  spec: DrainSpec,
  units: number,
  policy: Policy,
  purpose: OperationRecord | null,
): string[] {
  const refusals: string[] = [];
  if (units === 0) refusals.push(`Nothing in ${scopeText(spec.scope)} can be drained.`);
  const most = unitsMost(spec.scope, policy);
  if (units > most) {
    refusals.push(`${grouped(units)} units are more than the policy allows at once (${grouped(most)}).`);
  }
  if (spec.holdMs > policy.holdMaxMs) {
    refusals.push(`The policy allows a hold of ${seconds(policy.holdMaxMs)} at most.`);
  }
  if (purpose !== null && purpose.state !== "waiting") {
    refusals.push("The clear that it is for does not wait for a drain.");
  }
  return refusals;
}

export function seconds(ms: number): string {
  return ms % 60_000 === 0 && ms >= 120_000 ? `${ms / 60_000} min` : `${Math.round(ms / 100) / 10} s`;
}
