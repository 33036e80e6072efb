import type { z } from "zod";
import type { Api } from "#lib/client/http.ts";
import type { HelloBatch, openBatch, pollBatch, ReportBatch } from "#lib/contract/batches.ts";
import type { Order } from "#lib/contract/orders.ts";

type OpenBatch = z.infer<typeof openBatch>;
type PollBatch = z.infer<typeof pollBatch>;

interface WireSession {
  node: string;
  what: "agent" | "service";
  instanceId: string;
}

export interface Said {
  path: string;
  sessionId: string;
}

const beatEveryMs = 1_000;

/** The other end of the fleet's calls: notes who said what, and answers as it is told to. It judges nothing. */
export class Wire implements Pick<Api, "get" | "send"> {
  readonly sessions = new Map<string, WireSession>();
  /** All that each session ever said, in order. */
  readonly said: Said[] = [];
  readonly closed: string[] = [];
  /** Sessions that were granted a lease, by its name. */
  readonly grants: { resource: string; sessionId: string }[] = [];
  /** Of the lock on the configuration. */
  lock: unknown = { state: "held", verdict: "live", epoch: 1, holder: null, lastBeatAt: null };
  /** Closing a session is answered. */
  closes = true;
  readonly #orders = new Map<string, { version: string; orders: Order[] }>();
  #opened = 0;
  #versions = 0;
  #wake = Promise.withResolvers<void>();
  #late: Promise<void> | null = null;

  async get<T>(): Promise<T> {
    return this.lock as T;
  }

  async send<T>(
    method: string,
    path: string,
    body?: unknown,
    options?: { signal?: AbortSignal | undefined },
  ): Promise<T> {
    return (await this.#answer(method, path, body, options?.signal)) as T;
  }

  /** Asks something of a session from now on. */
  order(sessionId: string, orders: Order[]): void {
    this.#versions += 1;
    this.#orders.set(sessionId, { version: `v${this.#versions}`, orders });
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }

  /** Answers to polls are under way until `arrive`. */
  holdBack(): { arrive: () => void } {
    const late = Promise.withResolvers<void>();
    this.#late = late.promise;
    return { arrive: () => late.resolve() };
  }

  sessionOf(node: string, what: WireSession["what"]): string {
    const found = [...this.sessions].filter(([, one]) => one.node === node && one.what === what);
    return found.at(-1)?.[0] ?? "";
  }

  /** What the sessions of a node said since then. */
  saidBy(node: string, from = 0): string[] {
    const own = new Set([...this.sessions].filter(([, one]) => one.node === node).map(([id]) => id));
    return this.said
      .slice(from)
      .filter(({ sessionId }) => own.has(sessionId) || sessionId === node)
      .map(({ path }) => path);
  }

  async #answer(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<unknown> {
    const [, kind = "", resource = ""] = /^\/api\/v1\/(leases|sessions|[a-z/]+)\/?([^/]*)/.exec(path) ?? [];
    if (method === "DELETE") return this.#close(resource, signal);
    if (kind === "leases")
      return this.#lease(path, decodeURIComponent(resource), body as { sessionId: string });
    if (path.endsWith("/hellos")) {
      const { hellos } = body as HelloBatch;
      return this.#open(
        path,
        hellos.map(({ node, instanceId }) => ({ node, instanceId, what: "agent" })),
      );
    }
    if (path.endsWith("/openings")) {
      const { sessions } = body as OpenBatch;
      return this.#open(
        path,
        sessions.map(({ node, instanceId }) => ({ node, instanceId, what: "service" })),
      );
    }
    if (path.endsWith("/beats")) {
      const { beats } = body as { beats: { sessionId: string }[] };
      for (const { sessionId } of beats) this.said.push({ path: "beat", sessionId });
      return { unknown: beats.map(({ sessionId }) => sessionId).filter((id) => !this.sessions.has(id)) };
    }
    if (path.endsWith("/reports")) {
      const { reports } = body as ReportBatch;
      for (const { sessionId } of reports) this.said.push({ path: "report", sessionId });
      return { refused: [] };
    }
    return this.#poll(body as PollBatch, signal);
  }

  #open(path: string, all: WireSession[]) {
    const answers = all.map((one) => {
      this.#opened += 1;
      const sessionId = `ses_${this.#opened}`;
      this.sessions.set(sessionId, one);
      this.said.push({ path, sessionId: one.node });
      return { sessionId, ttlMs: 10_000, beatEveryMs };
    });
    return { answers };
  }

  #lease(path: string, resource: string, { sessionId }: { sessionId: string }) {
    this.said.push({ path: "lease", sessionId });
    if (path.endsWith("/acquire")) this.grants.push({ resource, sessionId });
    return { epoch: this.grants.length };
  }

  async #poll({ sessions, waitMs }: PollBatch, signal?: AbortSignal) {
    for (const { sessionId } of sessions) this.said.push({ path: "poll", sessionId });
    const gone = sessions.map(({ sessionId }) => sessionId).filter((id) => !this.sessions.has(id));
    const listOf = (id: string) => this.#orders.get(id) ?? { version: "v0", orders: [] };
    const news = () => sessions.filter(({ sessionId, known }) => listOf(sessionId).version !== known);
    const fresh = news().map(({ sessionId }) => ({ sessionId, ...listOf(sessionId) }));
    if (fresh.length > 0 || gone.length > 0) {
      await this.#late;
      return { lists: fresh, changed: [], gone };
    }
    const waited = Promise.withResolvers<void>();
    const timer = setTimeout(waited.resolve, waitMs);
    signal?.addEventListener("abort", () => waited.reject(signal.reason), { once: true });
    await Promise.race([this.#wake.promise, waited.promise]).finally(() => clearTimeout(timer));
    return { lists: [], changed: news().map(({ sessionId }) => sessionId), gone: [] };
  }

  async #close(id: string, signal?: AbortSignal): Promise<null> {
    if (!this.closes) {
      await new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
    }
    this.closed.push(id);
    return null;
  }
}
