import { describe, expect, test } from "vitest";
import type { StreamTopic } from "#lib/contract/stream.ts";
import { TestLog } from "#lib/server/testing/log.ts";
import { leaseRecord, nodeRecord } from "#lib/server/testing/records.ts";
import { View } from "#lib/server/view/view.ts";
import { ChangeHub } from "./change-hub.ts";
import { streamFrames } from "./stream-frames.ts";

/** A stream whose time stands still until the test moves it. */
function openStream(since: number | null, topics: readonly StreamTopic[] = ["locks", "nodes", "events"]) {
  const log = new TestLog();
  const view = new View();
  view.loaded(0, []);
  const hub = new ChangeHub(view, { monoMs: () => 0, after: () => () => undefined });
  const ending = new AbortController();
  const state = { allowed: true, tick: (): void => {} };
  const commit = (resource: string) =>
    view.apply(log.commit([{ put: "lease", value: leaseRecord(resource, null, 1) }]));
  const open = () =>
    streamFrames({
      hub,
      view,
      clock: { wallMs: () => 5_000, monoMs: () => 0 },
      instance: "run-1",
      build: "build-1",
      topics: new Set(topics),
      since,
      isAllowed: async () => state.allowed,
      graceUntil: () => null,
      readOnly: () => null,
      every: (_ms, run) => {
        state.tick = run;
        return () => undefined;
      },
      signal: ending.signal,
    });
  return { log, view, hub, state, ending, commit, open };
}

async function next(frames: AsyncGenerator<string, void>) {
  const { value } = await frames.next();
  const [, id, event, data] = /^(?:id: (\d+)\n)?event: (\w+)\ndata: (.*)\n\n$/.exec(value ?? "") ?? [];
  return event === undefined ? null : { id: id ?? null, event, data: JSON.parse(data ?? "null") };
}

describe("one client's frames", () => {
  test("a tick comes after every change that it covers, also one that was still being gathered", async () => {
    const { state, commit, open } = openStream(null);
    const frames = open();
    expect(await next(frames)).toMatchObject({ event: "hello", id: "0" });
    commit("x.conf");
    state.tick();
    expect(await next(frames)).toMatchObject({ event: "change", id: "1" });
    expect(await next(frames)).toMatchObject({ event: "tick", id: "1", data: { revision: 1 } });
  });

  test("who resumes gets what was missed in one change, and a hello without an id before it", async () => {
    const { commit, open } = openStream(1);
    commit("a.conf");
    commit("b.conf");
    commit("c.conf");
    const frames = open();
    expect(await next(frames)).toMatchObject({ event: "hello", id: null });
    const change = await next(frames);
    expect(change).toMatchObject({ event: "change", id: "3" });
    expect(change?.data.locks.map((row: { id: string }) => row.id)).toEqual([
      "native/b.conf",
      "native/c.conf",
    ]);
  });

  test("what others asked for is not sent", async () => {
    const { log, view, state, commit, open } = openStream(null, ["nodes"]);
    const frames = open();
    await next(frames);
    commit("x.conf");
    view.apply(log.commit([{ put: "node", value: nodeRecord("node-7") }], ["hello"]));
    state.tick();
    const change = await next(frames);
    expect(Object.keys(change?.data).sort()).toEqual(["nodes", "revision", "serverAt"]);
  });

  test("it ends at the tick after the right to read was taken away, and leaves nothing behind", async () => {
    const { hub, state, open } = openStream(null);
    const frames = open();
    await next(frames);
    expect(hub.size).toBe(1);
    state.allowed = false;
    state.tick();
    expect(await next(frames)).toBeNull();
    expect(hub.size).toBe(0);
  });

  test("it ends when the client is gone or the server stops", async () => {
    const { hub, ending, open } = openStream(null);
    const frames = open();
    await next(frames);
    ending.abort();
    expect(await next(frames)).toBeNull();
    expect(hub.size).toBe(0);
  });
});

test("a frame is made once for all who asked for the same topics", () => {
  const { hub, commit } = openStream(null);
  const sent: string[] = [];
  for (let i = 0; i < 3; i += 1) hub.subscribe(new Set(["locks"]), (frame) => sent.push(frame));
  commit("x.conf");
  commit("x.conf");
  hub.flush();
  expect(sent).toHaveLength(3);
  expect(new Set(sent).size).toBe(1);
  expect(JSON.parse(sent[0]?.split("data: ")[1] ?? "").locks).toHaveLength(1);
});
