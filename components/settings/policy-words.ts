import type { PolicyRow } from "#lib/contract/policies.ts";
import { hasHold } from "#lib/domain/operations/policy-rules.ts";
import { grouped, roughly } from "#lib/domain/words.ts";

/** What a policy asks for, in sentences that a commander can check against what the house agreed on. */
export function policySentences(policy: PolicyRow): string[] {
  const {
    kind,
    confirmRole,
    acknowledgeRole,
    twoPeople,
    reason,
    typedName,
    ackWindowMs,
    targetsMax,
    holdMaxMs,
  } = policy;
  const who = twoPeople
    ? `${article(confirmRole)} confirms; ${article(acknowledgeRole).toLowerCase()}, another person, acknowledges, which lasts ${roughly(ackWindowMs)}.`
    : `${article(confirmRole)} confirms alone.`;
  const asked = [reason && "a reason", typedName && "the typed name"].filter((part) => part !== false);
  const sentences = [
    who,
    asked.length === 0 ? "Nothing else is asked for." : `Asked for: ${asked.join(" and ")}.`,
  ];
  if (targetsMax > 1) sentences.push(`At most ${grouped(targetsMax)} targets at once.`);
  if (hasHold(kind)) sentences.push(`A hold lasts ${roughly(holdMaxMs)} at most.`);
  return sentences;
}

function article(role: string): string {
  return `${/^[aeiou]/.test(role) ? "An" : "A"} ${role}`;
}
