import type { StateName } from "#components/ui/state.ts";
import type { OperationDetail, OperationRow } from "#lib/contract/operations.ts";
import type { OperationKind, Scope } from "#lib/domain/operations/operation.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { grouped, roughly } from "#lib/domain/words.ts";
import type { Ask, Shown } from "./review.ts";

/** What a kind is called in tables and filters. */
export const kindWords: Record<OperationKind, string> = {
  drain: "Drain",
  clear: "Clear",
  canary: "Canary",
  resume: "Resume",
  extend: "Extend",
  bypass: "Bypass",
};

const nameMaxChars = 60;

/** Whom a drain concerns, as it stands in a sentence. */
export function scopeWords(scope: Scope): string {
  switch (scope.type) {
    case "service":
      return `${safeText(scope.service, nameMaxChars)}${scope.node === null ? "" : ` on ${safeText(scope.node, nameMaxChars)}`}`;
    case "node":
      return safeText(scope.node, nameMaxChars);
    case "group":
      return `the group ${safeText(scope.group, nameMaxChars)}`;
    case "fleet":
      return "the whole fleet";
    case "drill":
      return "the whole drill";
  }
}

/** The words on the button: the verb and what it is done to, never "OK". */
export function verbOf(ask: Ask, shown: Shown): string {
  if (ask.act === "acknowledge") {
    const windowMs = shown.policy.ackWindowMs;
    return shown.policy.kind === "bypass" ? "Acknowledge the bypass" : `Acknowledge for ${roughly(windowMs)}`;
  }
  const target = shown.plan.targets[0];
  const name = safeText(target?.label ?? "", nameMaxChars);
  switch (shown.policy.kind) {
    case "clear":
      return `Confirm clear of ${safeText(shown.plan.typedName ?? name, nameMaxChars)}`;
    case "drain":
      return `Drain ${grouped(shown.plan.targetCount)} ${shown.plan.targetCount === 1 ? "unit" : "units"}`;
    case "canary":
      return "Start the canary";
    case "resume":
      return "Resume now";
    case "extend":
      return "Extend the hold";
    case "bypass":
      return "Ask for the bypass";
  }
}

/** What is asked of whoever reads, as the heading of the dialog. */
export function headingOf(ask: Ask, shown: Shown | null): string {
  if (shown !== null) return shown.plan.title;
  return "operation" in ask
    ? ask.operation.plan.title
    : `Planning: ${kindWords[ask.spec.kind].toLowerCase()}`;
}

/** The state of an operation that is loudest: a failure, or a bypass in force. */
export function operationState(row: Pick<OperationRow, "state" | "kind">): StateName {
  return row.kind === "bypass" && (row.state === "running" || row.state === "verifying")
    ? "bypassed"
    : row.state;
}

/** Somebody of the console: a name, and that it is a token where it is one. */
export function personWords(person: OperationDetail["createdBy"]): string {
  return person.kind === "token"
    ? `token ${safeText(person.name, nameMaxChars)}`
    : safeText(person.name, nameMaxChars);
}
