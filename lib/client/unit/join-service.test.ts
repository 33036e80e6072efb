import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { joinService } from "./join-service.ts";

/** A server of a few lines: it forgets sessions, dies and comes back as the test wants. */
class SmallServer {
  opened = 0;
  isAway = false;
  known = "";
  readonly told: string[] = [];
  orders: unknown[] = [];
  version = 1;

  readonly fetch = async (url: string, init: RequestInit): Promise<Response> => {
    await Promise.resolve();
    if (this.isAway) throw new TypeError("fetch failed");
    const path = new URL(url).pathname.replace("/api/v1/sessions", "");
    if (path === "") return this.#open();
    const [, id, what] = path.split("/");
    if (id !== this.known) return answer(410, { title: "gone", code: "session-gone" });
    this.told.push(`${init.method} ${what ?? "session"} of ${id}`);
    if (init.method === "DELETE") return new Response(null, { status: 204 });
    if (what === "orders" && init.method === "GET") return this.#list(url, init.signal ?? null);
    return answer(200, { ok: true, serverAt: 0 });
  };

  #open(): Response {
    this.opened += 1;
    this.known = `ses_${this.opened}`;
    return answer(200, { sessionId: this.known, ttlMs: 5_000, beatEveryMs: 1_000, serverAt: 0 });
  }

  /** Waits as the real one does, until the list changes. */
  async #list(url: string, signal: AbortSignal | null): Promise<Response> {
    const { searchParams } = new URL(url);
    const endMs = Date.now() + Number(searchParams.get("waitMs"));
    while (searchParams.get("known") === `v${this.version}` && Date.now() < endMs) {
      if (signal?.aborted) throw signal.reason;
      if (this.isAway) throw new TypeError("fetch failed");
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return answer(200, { version: `v${this.version}`, orders: this.orders, serverAt: 0 });
  }
}

function answer(status: number, body: object): Response {
  return new Response(JSON.stringify({ status, ...body }), { status });
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function hold(remainingMs: number) {
  const ids = { orderId: "op/svc", operationId: "op", unit: "svc" };
  return { kind: "hold", ...ids, remainingMs, drainRemainingMs: 0, reason: "" };
}

test("a lost session is opened anew, its unit told first, and closed at the end", async () => {
  const server = new SmallServer();
  const service = joinService({
    server: "http://small",
    token: "x",
    node: "n",
    service: "svc",
    fetch: server.fetch,
  });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(service.sessionId).toBe("ses_1");
  const calls = server.told.filter((call) => call.includes("orders"));
  expect(calls.slice(0, 2)).toEqual(["POST orders of ses_1", "GET orders of ses_1"]);
  server.known = "forgotten";
  await vi.advanceTimersByTimeAsync(40_000);
  expect(service.sessionId).toBe("ses_2");
  expect(server.opened).toBe(2);
  const closing = service.close();
  await vi.advanceTimersByTimeAsync(1_000);
  await closing;
  expect(server.told.at(-1)).toBe("DELETE session of ses_2");
});

test("a hold is kept while the server is away, no longer than it said; nothing new is held by a server of the past", async () => {
  const server = new SmallServer();
  const clock = () => Date.now();
  const service = joinService({
    server: "http://small",
    token: "x",
    node: "n",
    service: "svc",
    monoMs: clock,
    fetch: server.fetch,
  });
  await vi.advanceTimersByTimeAsync(2_000);
  server.orders = [hold(20_000)];
  server.version += 1;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(service.isPaused).toBe(true);
  server.isAway = true;
  await vi.advanceTimersByTimeAsync(15_000);
  expect(service.isPaused).toBe(true);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(service.isPaused).toBe(false);
  const done = vi.fn();
  void service.work(async () => done());
  await vi.advanceTimersByTimeAsync(100);
  expect(done).toHaveBeenCalledOnce();
  const closing = service.close();
  await vi.advanceTimersByTimeAsync(20_000);
  await closing;
});
