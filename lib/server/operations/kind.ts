import type { RosterEntryRow } from "#lib/contract/operations.ts";
import type { OrderResult } from "#lib/contract/orders.ts";
import type { Gate, OperationKind, Person, Plan, SpecOf } from "#lib/domain/operations/operation.ts";
import type { Policy } from "#lib/domain/operations/policy.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { OperationRecord } from "#lib/store/records.ts";
import type { Tx } from "#lib/store/store.ts";
import type { Move } from "./move-operation.ts";
import type { SessionOrder } from "./session-order.ts";

export type RecordOf<K extends OperationKind> = OperationRecord & { spec: SpecOf<K> };

/** What is known now of what is asked; made for the plan, again when it is confirmed, and again before an effect. */
export interface Planned {
  plan: Plan;
  lockId: string | null;
  /** The resource that the policy is looked up for. */
  resource: string | null;
  roster: RosterEntryRow[];
}

/**
 * How one kind of operation works. The machine (states, confirmation, hold point, abort, expiry, audit) is the same
 * for all; this is what differs. Nothing here decides by itself: the rules are functions of `lib/domain/operations`.
 */
export interface KindRules<K extends OperationKind> {
  kind: K;
  /** Reads only. Throws `not-found` for a target that never was; what merely forbids it goes into `plan.refusals`. */
  plan(
    context: ServerContext,
    spec: SpecOf<K>,
    policy: (resource: string | null) => Policy,
    by: Person,
  ): Promise<Planned>;
  /** The gates as they are now. Reads only. */
  gates(context: ServerContext, operation: RecordOf<K>): Promise<Gate[]>;
  /**
   * Does what can be done now, each move in a write of its own through `moveOperation`; called after each change that
   * may concern it and at every tick, until it ended. Never twice at once for one operation.
   */
  advance(context: ServerContext, operation: RecordOf<K>): Promise<void>;
  /**
   * What sessions are to do for it as of now; called when a session asks. With `sessionId`, those of that session are
   * enough: a fleet that asks at once must not make everybody's list for each of them.
   */
  orders?(context: ServerContext, operation: RecordOf<K>, sessionId?: string): SessionOrder[];
  /** A session told what became of an order: inside the write that counts it, once by order and outcome. */
  result?(
    context: ServerContext,
    tx: Tx,
    operation: RecordOf<K>,
    report: { sessionId: string; result: OrderResult },
  ): Promise<OperationRecord>;
  /** The same for one that ended before it was told: it stays ended, but what was done is on record. Null: nothing. */
  late?(
    context: ServerContext,
    operation: RecordOf<K>,
    report: { sessionId: string; result: OrderResult },
  ): Move | null;
  /** Called at every tick, for what belongs to no operation that is under way. */
  tick?(context: ServerContext): Promise<void>;
  /** By hand, where the kind knows them: the next step of a canary, or taking it back. */
  promote?(context: ServerContext, operation: RecordOf<K>, by: Person): Promise<void>;
  rollback?(context: ServerContext, operation: RecordOf<K>, by: Person): Promise<void>;
}
