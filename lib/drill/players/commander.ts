import { incidentCalls } from "#lib/client/incidents.ts";
import { newRequestKey, type SpecInput } from "#lib/client/operations.ts";
import { apiPaths, incidentHref, operationHref } from "#lib/client/paths.ts";
import type { IncidentDetail, IncidentList } from "#lib/contract/incidents.ts";
import type { LockList } from "#lib/contract/locks.ts";
import type { OperationDetail } from "#lib/contract/operations.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import type { DrillPace } from "#lib/domain/drill/drill.ts";
import { isEnded } from "#lib/domain/operations/operation.ts";
import { isStale, type SourceName } from "#lib/domain/states.ts";
import { type Stage, stageNames } from "#lib/drill/stage.ts";
import { chooseCanary } from "./canary-choice.ts";
import { Hands } from "./hands.ts";

/** What goes on by itself or through somebody else is waited for this long: quarantine, page, drain and take-over. */
const othersMs = 240_000;
/** How long a page may stay unanswered before it is sent again, at pace `real`; at least the second. */
const unansweredMs = 45_000;
const unansweredLeastMs = 2_000;

const roundsMost = 12;
/** Long enough for the drain, the clear and the watchdog; if all fails, everything runs again after it. */
const drainTimes: Record<DrillPace, { holdMs: number; deadlineMs: number }> = {
  real: { holdMs: 240_000, deadlineMs: 60_000 },
  brisk: { holdMs: 180_000, deadlineMs: 40_000 },
  fast: { holdMs: 120_000, deadlineMs: 30_000 },
};

/** The one in the middle of which the console dies: whoever looks on sees its units run again by their own clocks. */
const briefDrainTimes: typeof drainTimes = {
  real: { holdMs: 45_000, deadlineMs: 30_000 },
  brisk: { holdMs: 25_000, deadlineMs: 25_000 },
  fast: { holdMs: 12_000, deadlineMs: 15_000 },
};

const resource = stageNames.resource;
const reasons = {
  canary: "Find out on three drones whether the fleet still takes a version while the lock is HOT.",
  kernel: "The taker of this flock is dead and drones stand still: end what still holds it.",
  lease: "The guardian is gone and its lease was left behind: let the watchdog take it over.",
  drain: "Nobody may grab the lock while it is cleared: everything of the drill pauses.",
  resume: "The lock is cleared and the watchdog has its lease: the fleet may go on.",
} as const;

/** The incident commander: moves that a course puts in order. Each waits for the facts that a person would wait for. */
export class Commander {
  readonly stage: Stage;
  readonly hands: Hands;

  constructor(stage: Stage) {
    this.stage = stage;
    this.hands = new Hands(stage, stage.api.commander);
  }

  /** Waits for the incident, says that somebody is on it, and takes command. Returns its id. */
  async takeCommand(): Promise<string> {
    const { stage, hands } = this;
    const { id } = await stage.until("an incident of the drill", () => this.#incident("open"), othersMs);
    await stage.linger(5_000);
    const calls = incidentCalls(hands.api);
    const key = newRequestKey();
    await hands.send("to acknowledge the incident", () => calls.acknowledge(id, "I am on it.", key));
    await hands.send("to take command", () => calls.role(id, "commander", stageNames.commander, key));
    stage.say("done", "The commander acknowledged the incident and took command.", incidentHref(id));
    return id;
  }

  /** A shadow on three drones; ends when everything was taken back, as it is when one of them refuses or measures badly. */
  async tryCanary(): Promise<OperationDetail> {
    const { stage, hands } = this;
    const started = await hands.operate(
      "a canary on three drones",
      () => chooseCanary(hands.api, stage.options.pace),
      reasons.canary,
    );
    stage.say("done", `The commander started a canary: ${started.title}.`, operationHref(started.id));
    const ended = await hands.ended("the end of the canary", started.id, othersMs);
    stage.say("happened", `The canary ended: ${ended.sentence}`, operationHref(ended.id));
    return ended;
  }

  /** A lock of the drill's resource in one source, once its owner is proven gone. */
  staleLock(source: SourceName, deadlineMs = othersMs): Promise<LockRow> {
    const what = `the ${source} lock with proof that its owner is gone`;
    return this.stage.until(
      what,
      async () => (await this.locks(source)).find(({ verdict }) => isStale(verdict)),
      deadlineMs,
    );
  }

  async locks(source: SourceName): Promise<LockRow[]> {
    const query = { source, resource };
    return (await this.hands.api.get<LockList>(apiPaths.locks, { query })).items;
  }

  /** Plans the clear of the flock and asks for a second person. */
  async askForFlock(): Promise<OperationDetail> {
    const { stage, hands } = this;
    const clear = await hands.operate(
      "the clear of the flock",
      async () => {
        const lock = (await this.locks("kernel")).find(({ verdict }) => isStale(verdict));
        return lock === undefined
          ? null
          : { kind: "clear", source: "kernel", key: lock.key, killAfterMs: 5_000 };
      },
      reasons.kernel,
    );
    stage.say("done", `The commander asked for a second person: ${clear.title}.`, operationHref(clear.id));
    return clear;
  }

  /** Waits until it is acknowledged, or has ended without; asks again where nobody answers. */
  async awaitSecondPerson(clear: OperationDetail): Promise<void> {
    const { stage, hands } = this;
    for (;;) {
      const asked = stage.now();
      await stage.linger(unansweredMs);
      const leastMs = Math.max(1, unansweredLeastMs - (stage.now() - asked));
      const seen = await this.#seen(clear.id, (now) => now.holdPoint?.by != null, leastMs);
      if (seen) return;
      if (await hands.act(clear.id, "ask", "Nobody has answered the page.")) {
        stage.say(
          "done",
          "Nobody answered the page. The commander asked again, with a new one.",
          operationHref(clear.id),
        );
      }
    }
  }

  /** Pauses everything of the drill for a clear, and waits until every unit has said that it is paused. */
  async drainFor(clear: OperationDetail, isFirst = false): Promise<OperationDetail> {
    const { stage, hands } = this;
    const isBrief = isFirst && stage.options.variation === "console-dies" && stage.console !== undefined;
    const spec: SpecInput = {
      kind: "drain",
      scope: { type: "drill" },
      ...(isBrief ? briefDrainTimes : drainTimes)[stage.options.pace],
      onDeadline: "give-up",
      forOperation: clear.id,
    };
    const drain = await hands.operate("a drain of the drill", async () => spec, reasons.drain);
    stage.say("done", `The commander began the drain: ${drain.title}.`, operationHref(drain.id));
    return drain;
  }

  /** Clears the flock: a second person, a drain for it, and what the agent does. Returns the last drain. */
  clearFlock(): Promise<OperationDetail | null> {
    return this.#clear("flock", () => this.askForFlock(), null);
  }

  /** Clears the lease that was left behind, for the watchdog alone. `drain`: the one that is on. Returns the last one. */
  clearLease(drain: OperationDetail | null): Promise<OperationDetail | null> {
    return this.#clear("lease", () => this.#askForLease(), drain);
  }

  /**
   * What time or a restart took back is done again: an acknowledgement that ended, a hold that ended, a clear whose facts
   * changed.
   */
  async #clear(
    what: "flock" | "lease",
    ask: () => Promise<OperationDetail>,
    before: OperationDetail | null,
  ): Promise<OperationDetail | null> {
    let clear = await ask();
    let drain = before;
    for (let round = 0; round < roundsMost; round += 1) {
      const state = await this.#nextOf(clear.id, drain?.id ?? null);
      if (state === "done") return drain;
      if (state === "failed") clear = await ask();
      else if (state === "unanswered") await this.awaitSecondPerson(clear);
      else drain = await this.drainFor(clear, drain === null);
    }
    throw new Error(`the ${what} could not be cleared, however often it was tried`);
  }

  /** What a clear needs next of the commander: waits while it goes on by itself. */
  #nextOf(clearId: string, drainId: string | null): Promise<"done" | "failed" | "unanswered" | "undrained"> {
    return this.stage.until(
      "the clear to go on",
      async () => {
        const clear = await this.hands.operation(clearId);
        if (clear.state === "done") return "done";
        if (isEnded(clear.state)) return "failed";
        if (clear.state !== "waiting") return null;
        if (clear.holdPoint?.by == null) return "unanswered";
        if (drainId === null) return "undrained";
        const drain = await this.hands.operation(drainId);
        return isEnded(drain.state) ? "undrained" : null;
      },
      othersMs,
    );
  }

  /** Plans the clear of the lease that was left behind, for the watchdog alone, and asks for a second person. */
  async #askForLease(): Promise<OperationDetail> {
    const { stage, hands } = this;
    const successor = { node: stageNames.lockNode, service: stageNames.watchdog };
    const clear = await hands.operate(
      "the clear of the lease",
      async () => {
        const lock = (await this.locks("native")).find(({ verdict }) => isStale(verdict));
        return lock === undefined ? null : { kind: "clear", source: "native", key: lock.key, successor };
      },
      reasons.lease,
    );
    stage.say("done", `The commander asked for a second person: ${clear.title}.`, operationHref(clear.id));
    return clear;
  }

  /** Ends a drain's hold; one that has ended by its own clock is left. */
  async resume(drain: OperationDetail | null): Promise<void> {
    if (drain === null) return;
    const { stage, hands } = this;
    const now = await hands.send("the drain", () => hands.operation(drain.id));
    if (isEnded(now.state)) return;
    await hands.operate(
      "to let everything run again",
      async () => ({ kind: "resume", operationId: drain.id }),
      reasons.resume,
    );
    await hands.ended("every unit to run again", drain.id, othersMs);
    stage.say("done", "The commander let everything run again.", operationHref(drain.id));
  }

  /** Waits until nothing is wrong any more. Whoever is still held keeps an incident open. */
  async untilCalm(id: string, deadlineMs = othersMs): Promise<void> {
    const isCalm = async () =>
      (await this.hands.api.get<IncidentDetail>(apiPaths.incident(id))).state !== "open";
    await this.stage.until("the incident to be over", isCalm, deadlineMs);
  }

  /** Waits until nothing is wrong any more, and closes the incident with what was found. */
  async resolve(id: string, text: string): Promise<void> {
    const { stage, hands } = this;
    const calls = incidentCalls(hands.api);
    await this.untilCalm(id);
    await stage.linger(5_000);
    const key = newRequestKey();
    await hands.send("to resolve the incident", () => calls.resolve(id, text, key));
    stage.say("done", "The commander resolved the incident.", incidentHref(id));
  }

  /** The operation once it is as asked for. Rejects when it ended without. */
  reaches(
    id: string,
    what: string,
    isSo: (now: OperationDetail) => boolean,
    deadlineMs = othersMs,
  ): Promise<OperationDetail> {
    return this.stage
      .until(
        what,
        async () => {
          const now = await this.hands.operation(id);
          return isSo(now) || isEnded(now.state) ? now : null;
        },
        deadlineMs,
      )
      .then((now) => {
        if (isSo(now)) return now;
        throw new Error(`${now.title} ended before ${what}: ${now.sentence}`);
      });
  }

  async #seen(id: string, isSo: (now: OperationDetail) => boolean, deadlineMs: number): Promise<boolean> {
    const now = await this.stage
      .until(
        "an answer",
        async () => {
          const operation = await this.hands.operation(id);
          return isSo(operation) || isEnded(operation.state) ? operation : null;
        },
        deadlineMs,
      )
      .catch((error: unknown) => {
        if (this.stage.signal.aborted) throw error;
        return null;
      });
    return now !== null;
  }

  async #incident(state: string) {
    const query = { state };
    const { items } = await this.hands.api.get<IncidentList>(apiPaths.incidents, { query });
    return items.find(({ resources, mergedInto }) => mergedInto === null && resources.includes(resource));
  }
}
