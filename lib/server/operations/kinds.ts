import type { OperationKind } from "#lib/domain/operations/operation.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { bypassKind } from "./bypass/bypass-kind.ts";
import { canaryKind } from "./canary/canary-kind.ts";
import { clearKind } from "./clear/clear-kind.ts";
import { drainRules } from "./drain/drain-rules.ts";
import { extendRules } from "./drain/extend-rules.ts";
import { resumeRules } from "./drain/resume-rules.ts";
import type { KindRules } from "./kind.ts";

/** Every kind of operation that there is: one module each. */
const kinds: readonly KindRules<OperationKind>[] = [
  anyKind(clearKind),
  anyKind(drainRules),
  anyKind(resumeRules),
  anyKind(extendRules),
  anyKind(canaryKind),
  anyKind(bypassKind),
];

/** An operation only ever meets the rules of its own kind: they are looked up by it. */
function anyKind<K extends OperationKind>(rules: KindRules<K>): KindRules<OperationKind> {
  return rules as unknown as KindRules<OperationKind>;
}

/** All of them, for what is done at every tick. */
export function allKinds(): readonly KindRules<OperationKind>[] {
  return kinds;
}

/** The rules of a kind. Throws `invalid` for one that this server does not know. */
export function rulesOf(kind: OperationKind): KindRules<OperationKind> {
  const rules = kinds.find((one) => one.kind === kind);
  if (rules !== undefined) return rules;
  throw new ApiError("invalid", "This server does not know this kind of operation.", undefined, [
    { field: "body.spec.kind", message: `one of ${kinds.map((one) => one.kind).join(", ")}` },
  ]);
}
