import type { Logger } from "pino";
import type { Clock } from "#lib/domain/clock.ts";
import type { Action, Actor } from "#lib/domain/roles.ts";
import { AttemptLimiter } from "#lib/server/auth/attempts.ts";
import type { Store } from "#lib/store/store.ts";
import { auditRow } from "./audit-row.ts";

/** Everything that changes what others rely on. Reads and the work of agents and sessions would drown it. */
const guarded: ReadonlySet<Action> = new Set<Action>([
  "operation.plan",
  "operation.confirm",
  "operation.acknowledge",
  "config.write",
  "policy.manage",
  "paging.manage",
  "account.manage",
  "token.manage",
]);
const rule = { max: 1, windowMs: 60_000, maxKeys: 10_000 };

/**
 * Audits guarded actions that were refused for want of a role. The same refusal of the same actor is noted once a
 * minute: who may do nothing must not be able to fill the audit.
 */
export class RefusalAudit {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #limiter: AttemptLimiter;

  constructor({ store, clock, log }: { store: Store; clock: Clock; log: Logger }) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
    this.#limiter = new AttemptLimiter(clock, rule);
  }

  /** Resolves when it is on disk, or could not be; never rejects. */
  async note(actor: Actor, action: Action, asked: string, reason: string): Promise<void> {
    // To look at what one may not see changes nothing.
    if (!guarded.has(action) || /^(?:GET|HEAD) /.test(asked)) return;
    if (!this.#limiter.take([`${actor.kind} ${actor.id} ${action}`]).allowed) return;
    const row = auditRow({
      at: this.#clock.wallMs(),
      actor,
      action,
      target: asked,
      outcome: "refused",
      detail: reason,
    });
    try {
      await this.#store.write((tx) => tx.audit(row));
    } catch (error) {
      this.#log.warn({ err: error }, "a refusal could not be audited");
    }
  }
}
