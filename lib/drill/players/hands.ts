import { type Api, ProblemError } from "#lib/client/http.ts";
import {
  newRequestKey,
  type OperationPlanned,
  operationCalls,
  type ReasonVerb,
  type SpecInput,
} from "#lib/client/operations.ts";
import { apiPaths } from "#lib/client/paths.ts";
import type { ErrorCode } from "#lib/contract/common.ts";
import type { OperationDetail } from "#lib/contract/operations.ts";
import { isEnded } from "#lib/domain/operations/operation.ts";
import { NotSeen, type Stage } from "#lib/drill/stage.ts";

/** The server is not able now: asking again later may help, and says nothing about what was asked. */
const passing: ReadonlySet<ErrorCode> = new Set(["recovering", "read-only", "too-many-requests", "internal"]);
/** What was looked at is no longer so: to be looked at again, and decided anew. */
const lookAgain: ReadonlySet<ErrorCode> = new Set(["changed-facts", "gate-shut", "conflict", "not-now"]);
const looksMost = 20;
/** A server that was killed and started again is waited for. */
const serverAwayMs = 180_000;
/** Proof takes its time to come: an agent has to look, a server that was restarted waits for owners first. */
const possibleMs = 90_000;
/** How long a careful person reads a plan before they confirm it, at pace `real`. */
const readMs = 4_000;

type Answer<T> = { value: T } | { error: ProblemError };

/**
 * What a person does with a mouse: looks, plans, reads, types the name, confirms exactly that. A fact that changed in
 * between is looked at again. Every call is the person's own, with the person's own rights.
 */
export class Hands {
  readonly api: Api;
  readonly #stage: Stage;
  readonly #calls: ReturnType<typeof operationCalls>;

  constructor(stage: Stage, api: Api) {
    this.#stage = stage;
    this.api = api;
    this.#calls = operationCalls(api);
  }

  /**
   * Asks until there is an answer: a server that is down or not able yet is waited for. The request has to be one that
   * may be sent twice. Rejects with the `ProblemError` that the server decided on.
   */
  async send<T>(what: string, call: () => Promise<T>): Promise<T> {
    const answer = await this.#stage.until(
      what,
      async (): Promise<Answer<T>> => {
        try {
          return { value: await call() };
        } catch (error) {
          if (error instanceof ProblemError && !passing.has(error.code)) return { error };
          throw error;
        }
      },
      serverAwayMs,
    );
    if ("error" in answer) throw answer.error;
    return answer.value;
  }

  operation(id: string): Promise<OperationDetail> {
    return this.api.get<OperationDetail>(apiPaths.operation(id));
  }

  /** The plan as it would be now; nothing is stored, and nobody is asked for anything. */
  plan(spec: SpecInput): Promise<OperationPlanned> {
    return this.send("a plan", () => this.#calls.plan(spec));
  }

  /**
   * Waits for a plan that nothing forbids, reads it and confirms exactly it. Rejects when that was not possible within
   * the time, or when it was never the same twice.
   */
  async operate(
    what: string,
    spec: () => Promise<SpecInput | null>,
    reason: string,
  ): Promise<OperationDetail> {
    for (let look = 0; look < looksMost; look += 1) {
      const chosen = await this.#possible(what, spec);
      const key = newRequestKey();
      const { operation } = await this.send(what, () => this.#calls.create(chosen, reason, key));
      if (operation === null) continue;
      await this.#stage.linger(readMs);
      const confirmed = await this.#confirm(operation, reason);
      if (confirmed !== null) return confirmed;
    }
    throw new Error(`${what}: its facts changed each time that it was to be confirmed`);
  }

  /** What can be planned and confirmed. Rejects with what stood in the way at last. */
  async #possible(what: string, spec: () => Promise<SpecInput | null>): Promise<SpecInput> {
    let because = "there is nothing to do it with";
    const look = async () => {
      const asked = await spec();
      if (asked === null) return null;
      const { plan } = await this.#calls.plan(asked);
      because = plan.refusals[0] ?? because;
      return plan.refusals.length === 0 ? asked : null;
    };
    try {
      return await this.#stage.until(
        what,
        () =>
          look().catch((error: Error) => {
            because = error.message;
            return null;
          }),
        possibleMs,
      );
    } catch (error) {
      if (error instanceof NotSeen) throw new Error(`${what} was not possible: ${because}`, { cause: error });
      throw error;
    }
  }

  /** Null: it is not to be confirmed as it is now, and was taken back. */
  async #confirm(planned: OperationDetail, reason: string): Promise<OperationDetail | null> {
    let seen = planned;
    for (let look = 0; look < looksMost; look += 1) {
      if (seen.state !== "planned" || seen.plan.refusals.length > 0) break;
      const { snapshot, plan } = seen;
      const body = { reason, typedName: plan.typedName };
      const key = newRequestKey();
      try {
        return await this.send(plan.title, () => this.#calls.confirm(planned.id, snapshot, body, key));
      } catch (error) {
        if (!(error instanceof ProblemError) || !lookAgain.has(error.code)) throw error;
        seen = await this.send(plan.title, () => this.operation(planned.id));
      }
    }
    await this.takeBack(planned.id, "The facts are not those that were looked at.");
    return null;
  }

  /** Takes back what has not happened yet; what has ended by itself meanwhile is left. */
  async takeBack(id: string, reason: string): Promise<void> {
    await this.act(id, "abort", reason);
  }

  /** One of the verbs that only take a reason. False: the server says that it cannot be done now. */
  async act(id: string, verb: ReasonVerb, reason: string): Promise<boolean> {
    const key = newRequestKey();
    try {
      await this.send(`to ${verb} it`, () => this.#calls.act(id, verb, reason, key));
      return true;
    } catch (error) {
      if (error instanceof ProblemError && lookAgain.has(error.code)) return false;
      throw error;
    }
  }

  /** Acknowledges what is shown. False: it is not as it was shown, or no longer asked for. */
  async acknowledge({ id, snapshot }: OperationDetail, note: string): Promise<boolean> {
    const key = newRequestKey();
    try {
      await this.send("to acknowledge it", () => this.#calls.acknowledge(id, snapshot, { note }, key));
      return true;
    } catch (error) {
      if (error instanceof ProblemError && lookAgain.has(error.code)) return false;
      throw error;
    }
  }

  /** The operation once it has ended, however it did. */
  ended(what: string, id: string, deadlineMs?: number): Promise<OperationDetail> {
    return this.#stage.until(
      what,
      async () => {
        const operation = await this.operation(id);
        return isEnded(operation.state) ? operation : null;
      },
      deadlineMs,
    );
  }
}
