import { bypassable } from "./can.ts";
import type { Gate, GateId } from "./operation.ts";

/** Why these gates cannot be overridden; empty when they can. What proves nothing to be done is never overridden. */
export function bypassRefusals(asked: readonly GateId[], gates: readonly Gate[]): string[] {
  const never = asked.filter((id) => !bypassable.includes(id));
  if (never.length > 0) {
    return [`Nobody can override ${gateTitles(never, gates)}. ${canBe(gates)}`];
  }
  const missing = asked.filter((id) => !gates.some((gate) => gate.id === id));
  if (missing.length > 0) return [`It has no gate ${missing.join(", ")}. ${canBe(gates)}`];
  const shut = gates.filter((gate) => gate.state === "shut" && asked.includes(gate.id));
  return shut.length === 0 ? ["None of these gates is shut: there is nothing to override."] : [];
}

function canBe(gates: readonly Gate[]): string {
  const ids = gates.map(({ id }) => id).filter((id) => bypassable.includes(id));
  return `Those that can be overridden: ${ids.join(", ")}.`;
}

/**
 * What is then done without proof: a sentence for each gate, that both people have to read. Also for one that is open:
 * while the bypass lasts it may shut, and nobody would be asked.
 */
export function notVerifiedBy(asked: readonly GateId[], gates: readonly Gate[]): string[] {
  return gates
    .filter((gate) => asked.includes(gate.id))
    .map((gate) =>
      gate.state === "open"
        ? `${gate.title}: true now, and not asked again while this lasts.`
        : `${gate.title}: ${gate.because}${awaited(gate)}`,
    );
}

/** The gates as people know them: “The owner is proven gone”, “Nobody can grab it again”. */
export function gateTitles(asked: readonly GateId[], gates: readonly Gate[]): string {
  return asked.map((id) => `“${gates.find((gate) => gate.id === id)?.title ?? id}”`).join(", ");
}

function awaited({ awaiting }: Gate): string {
  return awaiting.length === 0 ? "" : ` Awaited: ${awaiting.join(", ")}.`;
}
