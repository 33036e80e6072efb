import { expect, test } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import { type Api, ProblemError, UnreachableError } from "./http.ts";
import type { LiveFrame } from "./live-reducer.ts";
import { backoffMs, type Feed, LiveStream } from "./live-stream.ts";
import { FakeTimer, settle } from "./testing/fake-timer.ts";

interface Connection {
  since: string | undefined;
  send: (event: string, data: unknown) => Promise<void>;
  end: () => Promise<void>;
  signal: AbortSignal | undefined;
}

function setup(refuse: () => Error | null = () => null, unattended = false) {
  const timer = new FakeTimer();
  const connections: Connection[] = [];
  const frames: LiveFrame[] = [];
  let feed: Feed | null = null;
  let revision: number | null = null;
  const api: Api = {
    get: () => Promise.reject(new Error("not used")),
    send: () => Promise.reject(new Error("not used")),
    open: async (_path, options = {}) => {
      const error = refuse();
      if (error !== null) throw error;
      let controller: ReadableStreamDefaultController<Uint8Array> | null = null;
      const body = new ReadableStream<Uint8Array>({
        start: (own) => {
          controller = own;
        },
      });
      options.signal?.addEventListener("abort", () => controller?.error(new Error("aborted")));
      connections.push({
        since: options.headers?.["last-event-id"],
        signal: options.signal,
        send: (event, data) => {
          controller?.enqueue(new TextEncoder().encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
          return settle();
        },
        end: () => {
          controller?.close();
          return settle();
        },
      });
      return new Response(body);
    },
  };
  const stream = new LiveStream({
    api,
    topics: ["locks"],
    timer,
    unattended,
    since: () => revision,
    onFrame: (frame) => {
      frames.push(frame);
      if (frame.kind === "hello") revision ??= frame.hello.revision;
      if (frame.kind === "change") revision = frame.change.revision;
    },
    onFeed: (next) => {
      feed = next;
    },
  });
  return { timer, connections, frames, stream, feed: () => feed };
}

const hello = {
  instance: "i",
  build: "b1",
  serverAt: 1_000_500,
  revision: 7,
  graceUntil: null,
  readOnly: null,
};

test("it starts from now, and after a cut resumes behind the last revision that it applied", async () => {
  const { timer, connections, frames, stream, feed } = setup();
  stream.start();
  await settle();
  expect(connections[0]?.since).toBeUndefined();
  await connections[0]?.send("hello", hello);
  await connections[0]?.send("change", { revision: 9, serverAt: 1_000_600 });
  expect(feed()).toMatchObject({ status: "open", lastFrameAt: 1_000_600 });
  await connections[0]?.end();
  expect(feed()).toMatchObject({ status: "retrying", retryAt: timer.now + backoffMs(1, 1) });
  await timer.advance(backoffMs(1, 1));
  expect(connections[1]?.since).toBe("9");
  await connections[1]?.send("hello", hello);
  expect(frames.map((frame) => (frame.kind === "hello" ? frame.resumed : frame.kind))).toEqual([
    false,
    "change",
    true,
  ]);
});

test("a connection on which nothing comes is given up, though its socket is open", async () => {
  const { timer, connections, stream, feed } = setup();
  stream.start();
  await settle();
  await connections[0]?.send("hello", hello);
  await timer.advance(limits.feedStaleMs - 1);
  expect(feed()?.status).toBe("open");
  await connections[0]?.send("tick", { ...hello, serverAt: 1_000_700 });
  await timer.advance(limits.feedStaleMs - 1);
  expect(feed()?.status).toBe("open");
  await timer.advance(1);
  expect(connections[0]?.signal?.aborted).toBe(true);
  expect(feed()?.status).toBe("retrying");
});

test("it waits longer after each failure, also when the server only says hello, and not after a working one", async () => {
  let down = true;
  const { timer, connections, stream, feed } = setup(() => (down ? new UnreachableError("down") : null));
  stream.start();
  await settle();
  for (const failures of [1, 2, 3]) {
    expect(feed()?.retryAt).toBe(timer.now + backoffMs(failures, 1));
    await timer.advance(backoffMs(failures, 1));
  }
  down = false;
  await timer.advance(backoffMs(4, 1));
  await connections[0]?.send("hello", hello);
  await connections[0]?.end();
  expect(feed()?.retryAt).toBe(timer.now + backoffMs(5, 1));
  await timer.advance(backoffMs(5, 1));
  await connections[1]?.send("hello", hello);
  await connections[1]?.send("tick", hello);
  await connections[1]?.end();
  expect(feed()?.retryAt).toBe(timer.now + backoffMs(1, 1));
});

test("signed out, it stops asking and says so", async () => {
  const problem = {
    type: "about:blank",
    title: "Sign in first",
    status: 401,
    code: "unauthenticated" as const,
  };
  const { timer, connections, stream, feed } = setup(() => new ProblemError(problem));
  stream.start();
  await settle();
  expect(feed()?.status).toBe("signed-out");
  await timer.advance(60_000);
  expect(connections).toEqual([]);
});

test("paused it holds no connection, and frames that still come are not taken", async () => {
  const { timer, connections, frames, stream, feed } = setup();
  stream.start();
  await settle();
  await connections[0]?.send("hello", hello);
  stream.pause();
  expect(connections[0]?.signal?.aborted).toBe(true);
  await timer.advance(60_000);
  expect(feed()?.status).toBe("paused");
  stream.start();
  await settle();
  expect(connections[1]?.since).toBe("7");
  expect(frames.length).toBe(1);
});

test("the wait doubles up to a bound, and is spread over its upper half", () => {
  expect([1, 2, 3, 20].map((failures) => backoffMs(failures, 1))).toEqual([500, 1_000, 2_000, 15_000]);
  expect([1, 2, 3, 20].map((failures) => backoffMs(failures, 0))).toEqual([250, 500, 1_000, 7_500]);
});

test("the server's clock is taken from the frame with the least delay", async () => {
  const { connections, stream, feed } = setup();
  stream.start();
  await settle();
  await connections[0]?.send("hello", hello);
  expect(feed()?.serverOffsetMs).toBe(500);
  await connections[0]?.send("tick", { ...hello, serverAt: 1_000_520 });
  expect(feed()?.serverOffsetMs).toBe(520);
  await connections[0]?.send("tick", { ...hello, serverAt: 1_000_420 });
  expect(feed()?.serverOffsetMs).toBe(510);
});

test("after a sleep, or when somebody set the clock, it opens a new connection and takes the clock from its greeting", async () => {
  const { timer, connections, stream, feed } = setup();
  stream.start();
  await settle();
  await connections[0]?.send("hello", hello);
  await timer.advance(1_000);
  stream.look();
  expect(connections.length).toBe(1);
  timer.setMs = 3_600_000;
  stream.look();
  expect(connections[0]?.signal?.aborted).toBe(true);
  expect(feed()?.status).toBe("retrying");
  await settle();
  await connections[1]?.send("hello", { ...hello, serverAt: 1_001_500 });
  expect(feed()).toMatchObject({ status: "open", serverOffsetMs: 500 - 3_600_000, heardMonoMs: timer.now });
  stream.look();
  expect(connections.length).toBe(2);
});

test("a server whose clock was set back is asked anew instead of being thought hours late", async () => {
  const { connections, stream, feed } = setup();
  stream.start();
  await settle();
  await connections[0]?.send("hello", hello);
  const back = hello.serverAt - 3_600_000;
  await connections[0]?.send("tick", { ...hello, serverAt: back });
  expect(connections.length).toBe(2);
  await connections[1]?.send("hello", { ...hello, serverAt: back });
  expect(feed()).toMatchObject({ status: "open", lastFrameAt: back, serverOffsetMs: back - 1_000_000 });
});

test("what the server says when it ends the stream is kept until it lets the tab in again", async () => {
  let out: Error | null = null;
  const { timer, connections, stream, feed } = setup(() => out, true);
  stream.start();
  await settle();
  await connections[0]?.send("hello", hello);
  expect(feed()).toMatchObject({ build: "b1", bye: null, frames: 1 });
  out = new ProblemError({ type: "about:blank", title: "Sign in", status: 401, code: "unauthenticated" });
  await connections[0]?.send("bye", { reason: "revoked", what: "display", name: "North wall" });
  expect(feed()).toMatchObject({ bye: { reason: "revoked", name: "North wall" }, frames: 1 });
  await connections[0]?.end();
  await timer.advance(backoffMs(1, 1));
  expect(feed()?.status).toBe("signed-out");
  out = null;
  await timer.advance(30_000);
  await connections[1]?.send("hello", hello);
  expect(feed()).toMatchObject({ status: "open", bye: null });
});

test("a screen that nobody sits before tries again within seconds, also after hours", async () => {
  const { timer, stream, feed } = setup(() => new UnreachableError("down"), true);
  stream.start();
  await settle();
  for (let i = 0; i < 2_000; i += 1) {
    const waitMs = (feed()?.retryAt ?? Number.POSITIVE_INFINITY) - timer.now;
    expect(waitMs).toBeLessThanOrEqual(4_000);
    await timer.advance(waitMs);
  }
});
