import { type ApiOptions, createApi } from "#lib/client/http.ts";
import { Wake } from "#lib/client/waiting/wake.ts";
import type { OpenSession } from "#lib/contract/sessions.ts";
import { InProcessUnit } from "./in-process-unit.ts";
import { sessionLoop } from "./session-loop.ts";

export interface ServiceOptions {
  /** Origin of the server, such as `https://locks.example.org`, and a token that may open sessions. */
  server: string;
  token: string;
  /** Where it runs and what it is; a drain finds it by these. */
  node: string;
  service: string;
  /** Name of its unit, to tell several of one service on one node apart. */
  unit?: string;
  /** What it is to the resources that it takes, such as `orchestrator`, and which these are. */
  role?: OpenSession["role"];
  resources?: string[];
  /** Its own process first; without them nobody can prove that it is gone. */
  processes?: OpenSession["processes"];
  /** Called when its tasks are done, and before it goes on. What they throw is shown to those who wait. */
  onPause?: () => void | Promise<void>;
  onResume?: () => void | Promise<void>;
  /** What did not work; it is tried again. */
  onTrouble?: (error: unknown) => void;
  /** A clock that goes on while the machine sleeps, if there is one: holds are counted on it. */
  monoMs?: () => number;
  fetch?: ApiOptions["fetch"];
}

/** A service that can be drained. */
export interface JoinedService {
  /** Runs a task, which counts as in flight; while the service is paused it waits first. */
  work<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Takes nothing new now: it finishes what runs, or is paused. */
  readonly isPaused: boolean;
  readonly tasks: number;
  /** Its session now, for leases; null while it has none. */
  readonly sessionId: string | null;
  /** Goes on with its work, and closes its session. */
  close(): Promise<void>;
}

/**
 * Joins a service to a server: opens a session, beats, and takes part in drains. It runs again when the time of a hold
 * is over by its own clock, whether the server is there or not. Returns at once; connecting goes on beside.
 */
export function joinService(options: ServiceOptions): JoinedService {
  const ending = new AbortController();
  const { server, token, node, service, fetch: call } = options;
  const api = createApi({
    baseUrl: server.replace(/\/+$/, ""),
    token,
    ...(call === undefined ? {} : { fetch: call }),
  });
  const wake = new Wake();
  const monoMs = options.monoMs ?? (() => performance.now());
  const unit = new InProcessUnit({
    unit: options.unit ?? service,
    service,
    onPause: options.onPause ?? (() => {}),
    onResume: options.onResume ?? (() => {}),
    monoMs,
    wake: () => wake.ring(),
    signal: ending.signal,
  });
  let sessionId: string | null = null;
  const session = {
    node,
    service,
    instanceId: crypto.randomUUID(),
    role: options.role ?? "worker",
    resources: options.resources ?? [],
    processes: options.processes ?? [],
  } as const;
  const loop = sessionLoop({
    api,
    session: { ...session, resources: [...session.resources], processes: [...session.processes] },
    parts: [unit],
    wake,
    monoMs,
    onSession: (id) => {
      sessionId = id;
    },
    onTrouble: options.onTrouble ?? (() => {}),
    signal: ending.signal,
  });
  return {
    work: (task, signal) => unit.gate.run(task, signal),
    get isPaused() {
      return unit.gate.isShut;
    },
    get tasks() {
      return unit.gate.tasks;
    },
    get sessionId() {
      return sessionId;
    },
    close: async () => {
      await unit.release();
      ending.abort();
      await loop;
    },
  };
}
