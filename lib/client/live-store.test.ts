import { focusManager, QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, onTestFinished, test } from "vitest";
import type { NodeRow } from "#lib/contract/rows.ts";
import { type Api, UnreachableError } from "./http.ts";
import type { Collection } from "./live-collection.ts";
import { rowOf } from "./live-collection.ts";
import { LiveStore } from "./live-store.ts";
import { queryKeys } from "./query-keys.ts";
import { FakeTimer, settle } from "./testing/fake-timer.ts";

const hello = { instance: "i", serverAt: 1_000_000, revision: 5, graceUntil: null, readOnly: null };
const nodeRow = (name: string, revision: number) => ({ name, revision }) as NodeRow;

/** A server whose stream and lists answer when the test says so. */
function setup() {
  const timer = new FakeTimer();
  const queryClient = new QueryClient();
  const asked: string[] = [];
  let fail = false;
  let stream: ReadableStreamDefaultController<Uint8Array> | null = null;
  const pages = [
    { items: [nodeRow("a", 3)], revision: 6, nextCursor: "a", total: 2 },
    { items: [nodeRow("b", 4)], revision: 6, nextCursor: null, total: 2 },
  ];
  const api: Api = {
    get: async <T>(path: string, options = {}) => {
      asked.push(path);
      if (fail) throw new UnreachableError("down");
      const cursor = (options as { query?: { cursor?: string | null } }).query?.cursor;
      return (cursor ? pages[1] : pages[0]) as T;
    },
    send: () => Promise.reject(new Error("not used")),
    open: async () =>
      new Response(
        new ReadableStream<Uint8Array>({
          start: (own) => {
            stream = own;
          },
        }),
      ),
  };
  const store = new LiveStore({ api, queryClient, timer, beforePaint: (apply) => queueMicrotask(apply) });
  return {
    timer,
    queryClient,
    asked,
    store,
    setFail: (next: boolean) => {
      fail = next;
    },
    send: async (event: string, data: unknown) => {
      stream?.enqueue(new TextEncoder().encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
      await settle();
    },
    nodes: () => queryClient.getQueryData<Collection<NodeRow>>(queryKeys.live("nodes")),
  };
}

test("a list is read only when somebody needs it, and after the stream is open, so that nothing falls between", async () => {
  const { store, asked, send, nodes } = setup();
  store.start();
  await settle();
  store.demand("nodes");
  await settle();
  expect(asked).toEqual([]);
  await send("hello", hello);
  expect(asked).toEqual(["/api/v1/nodes", "/api/v1/nodes"]);
  expect(nodes()?.load).toMatchObject({ phase: "done", complete: true, total: 2 });
  await send("change", { revision: 7, serverAt: 1_000_100, nodes: [nodeRow("c", 7)], goneNodes: ["a"] });
  expect(nodes()?.size).toBe(2);
  const now = nodes();
  expect(now && [rowOf(now, "a"), rowOf(now, "c")?.revision]).toEqual([undefined, 7]);
});

test("without a stream the list is read all the same, and once more when the stream comes", async () => {
  const { store, asked, timer, send, nodes } = setup();
  store.demand("nodes");
  store.start();
  await settle();
  await timer.advance(3_000);
  expect(nodes()?.load.phase).toBe("done");
  await send("hello", hello);
  expect(asked.length).toBe(4);
  expect(nodes()?.load.phase).toBe("done");
});

test("a list that cannot be read says so, is tried again, and at once when somebody asks", async () => {
  const { store, timer, send, nodes, setFail, asked } = setup();
  setFail(true);
  store.demand("nodes");
  store.start();
  await settle();
  await send("hello", hello);
  expect(nodes()?.load).toMatchObject({ phase: "failed", problem: "The server cannot be reached." });
  await timer.advance(1_000);
  expect(asked.length).toBe(2);
  setFail(false);
  store.retry("nodes");
  await settle();
  expect(nodes()?.load).toMatchObject({ phase: "done", problem: null });
  await timer.advance(60_000);
  expect(asked.length).toBe(4);
});

test("what is on the screen is asked for again when a frame touches it, and what it does not touch is not", async () => {
  const { store, queryClient, timer, send } = setup();
  const fetched: string[] = [];
  const answers: (() => void)[] = [];
  for (const name of ["a", "b"]) {
    new QueryObserver(queryClient, {
      queryKey: queryKeys.node(name),
      queryFn: () => {
        fetched.push(name);
        return new Promise<object>((resolve) => answers.push(() => resolve({ name })));
      },
      staleTime: Number.POSITIVE_INFINITY,
    }).subscribe(() => undefined);
  }
  const answerAll = async () => {
    for (const answer of answers.splice(0)) answer();
    await settle();
  };
  await answerAll();
  store.start();
  await settle();
  await send("hello", hello);
  await timer.advance(400);
  await answerAll();
  // The first greeting leaves everything in doubt.
  expect(fetched).toEqual(["a", "b", "a", "b"]);
  await send("change", { revision: 8, serverAt: 1_000_200, nodes: [nodeRow("b", 8)] });
  expect(fetched.length).toBe(4);
  await timer.advance(400);
  expect(fetched.slice(4)).toEqual(["b"]);
  // Touched again while the answer is under way: it is let finish, and asked once more.
  await send("change", { revision: 9, serverAt: 1_000_300, nodes: [nodeRow("b", 9)] });
  await timer.advance(400);
  expect(fetched.slice(4)).toEqual(["b"]);
  await answerAll();
  await timer.advance(400);
  expect(fetched.slice(4)).toEqual(["b", "b"]);
  await answerAll();
  await timer.advance(5_000);
  expect(fetched.slice(4)).toEqual(["b", "b"]);
});

test("where nobody looks it is asked for again seldom, and soon once somebody does", async () => {
  const { store, queryClient, timer, send } = setup();
  let fetched = 0;
  new QueryObserver(queryClient, {
    queryKey: queryKeys.node("a"),
    queryFn: async () => {
      fetched += 1;
      return { name: "a" };
    },
    staleTime: Number.POSITIVE_INFINITY,
  }).subscribe(() => undefined);
  store.start();
  await settle();
  await send("hello", hello);
  await timer.advance(400);
  fetched = 0;
  focusManager.setFocused(false);
  onTestFinished(() => focusManager.setFocused(undefined));
  const touch = (revision: number) =>
    send("change", { revision, serverAt: 1_000_200, nodes: [nodeRow("a", revision)] });
  for (let turn = 0; turn < 25; turn += 1) {
    await touch(8 + turn);
    await timer.advance(400);
  }
  expect(fetched, "its title goes on").toBe(1);
  await touch(50);
  focusManager.setFocused(true);
  store.start();
  await timer.advance(400);
  expect(fetched).toBe(2);
});

test("the feed tells of the grace period and of a server that cannot write", async () => {
  const { store, send } = setup();
  store.start();
  await settle();
  await send("hello", { ...hello, graceUntil: 1_015_000, readOnly: "disk full" });
  expect(store.feed()).toMatchObject({ status: "open", graceUntil: 1_015_000, readOnly: "disk full" });
  await send("tick", { serverAt: 1_016_000, revision: 5, graceUntil: null, readOnly: null });
  expect(store.feed()).toMatchObject({ graceUntil: null, readOnly: null, lastFrameAt: 1_016_000 });
});
