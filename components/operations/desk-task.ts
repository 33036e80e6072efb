import type { ReasonVerb } from "#lib/client/operations.ts";
import type { LockDetail } from "#lib/contract/locks.ts";
import type { OperationDetail } from "#lib/contract/operations.ts";
import type { Scope } from "#lib/domain/operations/operation.ts";
import type { Ask } from "./review.ts";

/** What lies on the desk: a form that leads to a plan, a plan to decide on, or one verb of an operation. */
export type DeskTask =
  | { form: "clear"; lock: LockDetail }
  | { form: "drain"; scope?: Scope; forOperation?: OperationDetail }
  | { form: "extend"; operation: OperationDetail }
  | { form: "bypass"; operation: OperationDetail }
  | { form: "review"; ask: Ask }
  | { form: "act"; operation: OperationDetail; verb: ReasonVerb };
