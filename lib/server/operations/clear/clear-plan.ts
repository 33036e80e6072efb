import { limits } from "#lib/domain/limits.ts";
import { quarantineMs } from "#lib/domain/operations/clear.ts";
import { acknowledgedGate } from "#lib/domain/operations/gates.ts";
import type { ClearSpec, Fact, Gate, Person, Plan, Step } from "#lib/domain/operations/operation.ts";
import type { Policy } from "#lib/domain/operations/policy.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { roughly } from "#lib/domain/words.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { Planned, RecordOf } from "#lib/server/operations/kind.ts";
import { nameOf } from "#lib/server/operations/operation-words.ts";
import { snapshotOf } from "#lib/server/operations/snapshot-hash.ts";
import { clearGates } from "./clear-gates.ts";
import type { ClearTarget } from "./clear-target.ts";
import { kernelTarget } from "./kernel-target.ts";
import { nativeTarget } from "./native-target.ts";

/** The plan of a clear: one lock, by name. Throws `not-found` for a lock that never was. */
export async function planClear(
  context: ServerContext,
  spec: ClearSpec,
  policyOf: (resource: string | null) => Policy,
  by: Person,
): Promise<Planned> {
  const native =
    spec.source === "native" ? await nativeTarget(context, spec.key, null, spec.successor) : null;
  const target = native ?? (await kernelTarget(context, spec.key, null));
  const policy = policyOf(target.resource);
  const acknowledged = acknowledgedGate(policy, null, null);
  const gates = clearGates(context, target, {
    source: spec.source,
    acknowledged,
    targetsMax: policy.targetsMax,
  });
  const shutMs = quarantineMs(native?.lease.holder ?? null);
  const plan: Plan = {
    title: `Clear the ${spec.source} lock of ${safeText(target.resource, 200)}`,
    targets: [
      { id: target.lockId, kind: "lock", label: safeText(target.resource, 300), note: target.holderText },
    ],
    targetCount: 1,
    consequences: [
      ...consequences(spec, target, shutMs),
      startsItself,
      ...(policy.twoPeople ? [coversDrains] : []),
    ],
    facts: [...target.facts, ...specFacts(spec)],
    evidence: target.evidence,
    gates,
    steps: spec.source === "native" ? nativeSteps(spec) : kernelSteps(spec),
    notVerified: [...notVerified(spec, target), ...unknownPerson(policy, by)],
    typedName: policy.typedName ? target.resource : null,
    refusals: [...refusals(target, gates), ...nobodyToEnd(spec, target)],
  };
  return { plan, lockId: target.lockId, resource: target.resource, roster: target.roster };
}

/** Whether the facts are still those that two people reviewed. */
export async function isAsReviewed(
  context: ServerContext,
  { spec, policy, snapshot, createdBy }: RecordOf<"clear">,
): Promise<boolean> {
  const { plan } = await planClear(context, spec, () => policy, createdBy);
  return snapshotOf(plan.facts) === snapshot;
}

/** What was asked for belongs to what is reviewed, like what was found. */
function specFacts({ successor, killAfterMs, source }: ClearSpec): Fact[] {
  const next = successor === null ? "nobody" : `${successor.service} on ${successor.node}`;
  const facts = [{ key: "successor", label: "Successor", value: safeText(next, 300) }];
  if (source === "native") return facts;
  const kill = killAfterMs === null ? "never" : `after ${roughly(killAfterMs)}`;
  return [...facts, { key: "kill", label: "SIGKILL", value: kill }];
}

/** An owner that is alive, a lock that nobody holds, a foreign host: no person opens these gates. */
function refusals({ verdict, holderText }: ClearTarget, gates: readonly Gate[]): string[] {
  if (verdict === null) return ["Nobody holds it: there is nothing to clear."];
  if (verdict === "live") return [`Its owner, ${holderText}, is live: nothing is taken from the living.`];
  const hopeless = gates.find((gate) => gate.id === "agent" && gate.state === "shut");
  return hopeless === undefined ? [] : [hopeless.because];
}

/** A kernel lock is freed by ending its holders, so they must have been found. */
function nobodyToEnd({ source }: ClearSpec, { verdict, facts }: ClearTarget): string[] {
  const found = facts.some(({ key, value }) => key === "holders" && value !== "none found");
  if (source === "native" || verdict === null || found) return [];
  return ["No process was found that holds it, so there is none to end."];
}

const startsItself = "It starts by itself as soon as all gates are open: nobody is asked again.";

/** Said to whoever acknowledges: it is more than the clear that they let go on. */
const coversDrains =
  "While it waits, units can be drained for it: its acknowledgement counts for those drains too.";

function consequences(
  { source, successor, killAfterMs }: ClearSpec,
  target: ClearTarget,
  shutMs: number,
): string[] {
  const after =
    successor === null
      ? "Then it is open to everybody."
      : `Then ${safeText(`${successor.service} on ${successor.node}`, 200)} alone may take it, and is verified.`;
  if (source === "native") {
    return [
      `The lease of ${target.holderText} is deleted, and its epoch grows: its token is refused from then on. This cannot be undone.`,
      `The resource is closed to everybody for ${Math.ceil(shutMs / 1000)} s. ${after}`,
    ];
  }
  const kill = killAfterMs === null ? "" : `, and SIGKILL ${Math.ceil(killAfterMs / 1000)} s later`;
  return [
    `The processes that hold the lock get SIGTERM${kill}: ${target.holderText}. This cannot be undone.`,
    `What else they do ends too. For ${roughly(limits.quarantineMinMs)} after it the lock is only watched: nobody can be refused a kernel lock, and a grab by anybody else is named and is no success.`,
    successor === null
      ? "No successor is named: afterwards whoever asks first has it."
      : `${safeText(`${successor.service} on ${successor.node}`, 200)} alone is expected to take it, and is verified.`,
  ];
}

function notVerified({ successor, source }: ClearSpec, { verdict }: ClearTarget): string[] {
  const list: string[] = [];
  if (verdict === "suspect" || verdict === "unknown")
    list.push("That the owner is gone: nothing decisive says so.");
  list.push("That whoever used the resource without its lock has stopped.");
  if (source === "kernel")
    list.push("That a process without a session, which took the lock before, does not take it again.");
  if (successor === null) list.push("Who takes the resource next: no successor is named.");
  return list;
}

/** Two people were asked for, and of one only a token is known: the other may be the same. */
function unknownPerson({ twoPeople }: Policy, by: Person): string[] {
  if (!twoPeople || by.kind === "user" || by.madeBy !== undefined) return [];
  return [`Who stands behind ${nameOf(by)}: it may be the one who acknowledges.`];
}

const step = (id: string, title: string): Step => ({
  id,
  title,
  state: "pending",
  startedAt: null,
  endedAt: null,
  note: null,
});

function nativeSteps({ successor }: ClearSpec): Step[] {
  const next =
    successor === null
      ? []
      : [step("admit", "Admit the successor alone"), step("verify", "Verify its beats and token")];
  return [
    step("close", "Close the resource to everybody"),
    step("clear", "Compare, and delete the holder"),
    step("quarantine", "Keep it closed"),
    ...next,
    step("layers", "Look at all layers of the resource"),
  ];
}

function kernelSteps({ successor }: ClearSpec): Step[] {
  const next = successor === null ? [] : [step("verify", "Verify the successor")];
  return [
    step("end", "End the processes that hold it"),
    step("gone", "See that the lock is gone in the next scan"),
    step("quarantine", "Watch for a grab"),
    ...next,
    step("layers", "Look at all layers of the resource"),
  ];
}
