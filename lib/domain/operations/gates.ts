import { grouped } from "#lib/domain/words.ts";
import { gateTitles } from "./gate-help.ts";
import type { Gate, GateId, HoldPoint } from "./operation.ts";
import type { Policy } from "./policy.ts";

/** Whether nothing keeps it any more. An empty chain of gates proves nothing and never opens. */
export function allOpen(gates: readonly Gate[]): boolean {
  return gates.length > 0 && gates.every((gate) => gate.state !== "shut");
}

/** A gate that is open or shut for one reason, with nobody awaited and no end. */
export function gate(
  id: GateId,
  title: string,
  open: boolean,
  because: string,
  awaiting: string[] = [],
): Gate {
  return { id, title, state: open ? "open" : "shut", because, awaiting, closesAt: null };
}

/** Something has to be done at all: zero targets are no success. */
export function targetsGate(count: number, max: number, what: string): Gate {
  const title = gateTitles.targets;
  if (count === 0) return gate("targets", title, false, `There is no ${what}: nothing would be proven.`);
  if (count > max)
    return gate(
      "targets",
      title,
      false,
      `${grouped(count)} are more than the policy allows (${grouped(max)}).`,
    );
  return gate(
    "targets",
    title,
    true,
    count === 1 ? `One ${what}.` : `${grouped(count)} of them, each named.`,
  );
}

/**
 * A second person. `remainingMs`: what is left of the acknowledgement on the observer's monotonic clock; null when
 * there is none in this run of the server. What the record says of times is for showing and opens nothing.
 */
export function acknowledgedGate(
  policy: Pick<Policy, "twoPeople" | "acknowledgeRole">,
  holdPoint: HoldPoint | null,
  remainingMs: number | null,
): Gate {
  const title = gateTitles.acknowledged;
  if (!policy.twoPeople)
    return gate("acknowledged", title, true, "Not required: the policy asks for one person.");
  if (holdPoint?.by != null && remainingMs !== null && remainingMs > 0) {
    const open = gate("acknowledged", title, true, `${holdPoint.by.name} acknowledged it.`);
    return { ...open, closesAt: holdPoint.untilAt };
  }
  const because =
    holdPoint === null ? "It is asked for when this is confirmed." : "Nobody has acknowledged it yet.";
  return gate("acknowledged", title, false, because, [`somebody with the role ${policy.acknowledgeRole}`]);
}

/** Gates that a bypass opened while it lasts; the others are as they are. */
export function withBypass(
  gates: readonly Gate[],
  bypassed: readonly GateId[],
  untilAt: number | null,
): Gate[] {
  return gates.map((one) => {
    if (one.state !== "shut" || !bypassed.includes(one.id)) return one;
    return {
      ...one,
      state: "bypassed",
      because: `Overridden by two people. ${one.because}`,
      closesAt: untilAt,
    };
  });
}

/** Whether a person would see a difference. */
export function sameGates(a: readonly Gate[], b: readonly Gate[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
