import { limits } from "#lib/domain/limits.ts";
import type { Role } from "#lib/domain/roles.ts";
import type { OperationKind } from "./operation.ts";

/** What an operation of a kind needs; a row for one resource wins over the row for all. */
export interface Policy {
  kind: OperationKind;
  /** Exact resource name, or null for all. */
  resource: string | null;
  confirmRole: Role;
  acknowledgeRole: Role;
  /** A second person must acknowledge; self-acknowledgement is refused. */
  twoPeople: boolean;
  reason: boolean;
  typedName: boolean;
  ackWindowMs: number;
  targetsMax: number;
  /** Longest hold, with all extensions; 0 where there is none. */
  holdMaxMs: number;
}

const common = {
  resource: null,
  acknowledgeRole: "approver",
  reason: true,
  typedName: false,
  ackWindowMs: limits.ackWindowDefaultMs,
  targetsMax: 1,
  holdMaxMs: 0,
} as const satisfies Partial<Policy>;

/** The safe ones, in force where nobody chose others. */
export const defaultPolicies: Readonly<Record<OperationKind, Policy>> = {
  drain: {
    ...common,
    kind: "drain",
    confirmRole: "operator",
    twoPeople: true,
    targetsMax: 2_000,
    holdMaxMs: limits.holdMaxMs,
  },
  clear: { ...common, kind: "clear", confirmRole: "operator", twoPeople: true, typedName: true },
  canary: { ...common, kind: "canary", confirmRole: "operator", twoPeople: false, targetsMax: 10_000 },
  resume: { ...common, kind: "resume", confirmRole: "operator", twoPeople: false, reason: false },
  extend: {
    ...common,
    kind: "extend",
    confirmRole: "operator",
    twoPeople: false,
    holdMaxMs: limits.holdMaxMs,
  },
  bypass: { ...common, kind: "bypass", confirmRole: "approver", twoPeople: true, typedName: true },
};

/** The policy in force: the row for this resource, else the row for all, else the default. */
export function policyFor(kind: OperationKind, resource: string | null, rows: readonly Policy[]): Policy {
  const own = rows.find((row) => row.kind === kind && row.resource !== null && row.resource === resource);
  return own ?? rows.find((row) => row.kind === kind && row.resource === null) ?? defaultPolicies[kind];
}
