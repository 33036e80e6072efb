import { type Api, ProblemError } from "#lib/client/http.ts";
import { orderLoops } from "#lib/client/unit/order-loops.ts";
import type { OrderPart } from "#lib/client/unit/order-part.ts";
import { backoffMs } from "#lib/client/waiting/backoff.ts";
import { pause } from "#lib/client/waiting/pause.ts";
import { Wake } from "#lib/client/waiting/wake.ts";
import { type AgentCommand, type AgentHello, helloAnswer } from "#lib/contract/agent.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { beatLoop } from "./beats.ts";
import { followCommands } from "./commands.ts";
import { readOrders } from "./orders/read-orders.ts";
import type { Outbox } from "./outbox.ts";
import { reportLoop } from "./report-loop.ts";
import { tunables } from "./tunables.ts";

export interface LinkOptions {
  /** Made anew for every try, so that a token that was changed in its file is used. */
  connect: () => Api;
  node: string;
  hello: () => AgentHello;
  outbox: Outbox;
  onCommand: (command: AgentCommand) => void;
  onSession: (session: { scanEveryMs: number }) => void;
  /** Those who do orders, and the bell that they ring when they have something to report. */
  orderParts: readonly OrderPart[];
  orderWake: Wake;
  /** Goes on while the machine sleeps: durations of orders are counted on it. */
  bootClockMs: () => number;
  log: (line: string) => void;
  monoMs: () => number;
  signal: AbortSignal;
}

interface Session {
  sessionId: string;
  beatEveryMs: number;
}

/** The agent's side of the connection: hello, then beats, reports and commands side by side, and all of it again. */
export class Link {
  readonly #options: LinkOptions;
  readonly #wake = new Wake();
  readonly #retry = new Wake();
  #snapshotAsked = false;
  #trouble: string | null = null;
  /** Nothing was heard of the server at the last try. One that answers "no" is not away. */
  #away = false;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  /** There may be something to send. */
  wake(): void {
    this.#wake.ring();
  }

  /** Runs until told to stop, then closes the session. */
  async run(): Promise<void> {
    const { signal } = this.#options;
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      try {
        const api = this.#options.connect();
        const session = await this.#hello(api);
        attempt = 0;
        await this.#during(api, session);
      } catch (error) {
        if (!signal.aborted) this.#say(error);
      }
      if (!signal.aborted) await pause(backoffMs(attempt, Math.random(), tunables.backoff), signal);
    }
  }

  async #hello(api: Api): Promise<Session> {
    const { node, hello, signal, onSession, log } = this.#options;
    const limited = AbortSignal.any([signal, AbortSignal.timeout(tunables.requestTimeoutMs)]);
    const path = `/api/v1/agents/${encodeURIComponent(node)}/hello`;
    const session = helloAnswer.parse(await api.send("POST", path, hello(), { signal: limited }));
    onSession(session);
    this.#trouble = null;
    log(`connected as ${safeText(node, 60)}`);
    return session;
  }

  async #during(api: Api, session: Session): Promise<void> {
    const { node, outbox, monoMs, signal } = this.#options;
    const ended = new AbortController();
    const stop = AbortSignal.any([signal, ended.signal]);
    let failure: unknown = null;
    const end = (error: unknown) => {
      failure ??= error;
      ended.abort();
    };
    const beats = beatLoop(api, session, {
      signal: stop,
      onArrived: () => {
        if (this.#away) this.#retry.ring();
        this.#away = false;
      },
      onFailure: (error) => (endsSession(error) ? end(error) : this.#say(error)),
    });
    const reports = reportLoop({
      api,
      node,
      sessionId: session.sessionId,
      outbox,
      wake: this.#wake,
      retry: this.#retry,
      snapshotAsked: () => {
        const asked = this.#snapshotAsked;
        this.#snapshotAsked = false;
        return asked;
      },
      monoMs,
      onSent: () => this.#recovered(),
      onFailure: (error) => this.#say(error),
      signal: stop,
    }).catch(end);
    const orders = this.#orders(api, session.sessionId, stop).catch(end);
    await Promise.all([beats, reports, orders, this.#commands(api, stop)]);
    if (signal.aborted) await this.#close(api, session);
    else throw failure;
  }

  #orders(api: Api, sessionId: string, signal: AbortSignal): Promise<void> {
    const { orderParts: parts, orderWake: wake, bootClockMs: monoMs } = this.#options;
    const onFailure = (error: unknown) => this.#say(error);
    return orderLoops({ api, sessionId, parts, wake, monoMs, read: readOrders, onFailure, signal });
  }

  async #commands(api: Api, signal: AbortSignal): Promise<void> {
    const onCommand = (command: AgentCommand) => {
      if (command.kind === "snapshot") this.#snapshotAsked = true;
      this.#options.onCommand(command);
      this.wake();
    };
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      const began = this.#options.monoMs();
      // Beats and reports say what is wrong; this stream just comes back.
      await followCommands(api, { node: this.#options.node, onCommand, signal }).catch(() => undefined);
      if (this.#options.monoMs() - began > tunables.backoff.mostMs) attempt = 0;
      await pause(backoffMs(attempt, Math.random(), tunables.backoff), signal);
    }
  }

  async #close(api: Api, { sessionId }: Session): Promise<void> {
    const signal = AbortSignal.timeout(tunables.stopMs);
    const path = `/api/v1/sessions/${encodeURIComponent(sessionId)}`;
    await api.send("DELETE", path, undefined, { signal }).catch((error: unknown) => {
      this.#options.log(`could not say goodbye: ${messageOf(error)}`);
    });
  }

  /** Says each new trouble once, not at every try. */
  #say(error: unknown): void {
    this.#away = !(error instanceof ProblemError);
    const message = messageOf(error);
    if (message === this.#trouble) return;
    this.#trouble = message;
    this.#options.log(`${message}; trying again`);
  }

  #recovered(): void {
    if (this.#trouble === null) return;
    this.#trouble = null;
    this.#options.log("the server answers again");
  }
}

function endsSession(error: unknown): boolean {
  return error instanceof ProblemError && [401, 403, 404, 410].includes(error.status);
}

function messageOf(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError") return "the server did not answer in time";
  return safeText(error instanceof Error ? error.message : String(error), 300).replace(/\.$/, "");
}
