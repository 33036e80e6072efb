import { describe, expect, test } from "vitest";
import type { StreamTopic } from "#lib/contract/stream.ts";
import { OpenStreams } from "#lib/server/auth/open-streams.ts";
import type { Standing } from "#lib/server/auth/standing.ts";
import { TestLog } from "#lib/server/testing/log.ts";
import { leaseRecord, nodeRecord } from "#lib/server/testing/records.ts";
import { View } from "#lib/server/view/view.ts";
import { ChangeHub } from "./change-hub.ts";
import { streamFrames } from "./stream-frames.ts";

const ada: Standing = {
  actor: { kind: "user", id: "usr_ada", name: "ada", role: "admin" },
  what: "session",
  keys: ["session:s1", "account:usr_ada"],
  expiresAt: null,
};
const screen: Standing = {
  actor: { kind: "display", id: "tok_wall", name: "west wall" },
  what: "display",
  keys: ["token:tok_wall"],
  expiresAt: null,
};

/** A stream whose time stands still until the test moves it. */
function openStream(since: number | null, topics: readonly StreamTopic[] = ["locks", "nodes", "events"]) {
  const log = new TestLog();
  const view = new View();
  view.loaded(0, []);
  const hub = new ChangeHub(view, { monoMs: () => 0, after: () => () => undefined });
  const ending = new AbortController();
  const clock = { wallMs: () => 5_000, monoMs: () => 0 };
  const streams = new OpenStreams({ clock, after: () => () => undefined });
  const state = { standing: ada as Standing | null, tick: (): void => {} };
  const commit = (resource: string) =>
    view.apply(log.commit([{ put: "lease", value: leaseRecord(resource, null, 1) }]));
  const open = async () => {
    const ticket = await streams.admit(async () => state.standing);
    if (ticket === null) throw new Error("nobody may read");
    return streamFrames({
      hub,
      view,
      clock,
      instance: "run-1",
      build: "build-1",
      topics: new Set(topics),
      since,
      ticket,
      graceUntil: () => null,
      readOnly: () => null,
      every: (_ms, run) => {
        state.tick = run;
        return () => undefined;
      },
      signal: ending.signal,
    });
  };
  return { log, view, hub, state, streams, ending, commit, open };
}

async function next(frames: AsyncGenerator<string, void>) {
  const { value } = await frames.next();
  const [, id, event, data] = /^(?:id: (\d+)\n)?event: (\w+)\ndata: (.*)\n\n$/.exec(value ?? "") ?? [];
  return event === undefined ? null : { id: id ?? null, event, data: JSON.parse(data ?? "null") };
}

describe("one client's frames", () => {
  test("a tick comes after every change that it covers, also one that was still being gathered", async () => {
    const { state, commit, open } = openStream(null);
    const frames = await open();
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
    const frames = await open();
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
    const frames = await open();
    await next(frames);
    commit("x.conf");
    view.apply(log.commit([{ put: "node", value: nodeRecord("node-7") }], ["hello"]));
    state.tick();
    const change = await next(frames);
    expect(Object.keys(change?.data).sort()).toEqual(["nodes", "revision", "serverAt"]);
  });

  test("the end of a right is its last frame, at once, and leaves nothing behind", async () => {
    const { hub, streams, commit, open } = openStream(null);
    const frames = await open();
    await next(frames);
    expect([hub.size, streams.count("account:usr_ada"), streams.count("session:s1")]).toEqual([1, 1, 1]);
    const ending = { reason: "revoked", what: "account", at: 4_000, by: "grace" } as const;
    streams.end("account:usr_eve", ending);
    streams.end("account:usr_ada", ending, "session:s1");
    expect(streams.count("session:s1")).toBe(1);
    streams.end("account:usr_ada", ending);
    commit("x.conf");
    hub.flush();
    const bye = { ...ending, name: "ada", serverAt: 5_000 };
    expect(await next(frames)).toEqual({ id: null, event: "bye", data: bye });
    expect(await next(frames)).toBeNull();
    expect([hub.size, streams.count("account:usr_ada"), streams.count("session:s1")]).toEqual([0, 0, 0]);
  });

  test.each([
    ["nobody", null],
    ["somebody else: the display beneath a person", screen],
  ])(
    "what nobody told of is seen with the next tick, also when the reader is now %s",
    async (_, standing) => {
      const { hub, state, open } = openStream(null);
      const frames = await open();
      await next(frames);
      state.standing = standing;
      state.tick();
      expect(await next(frames)).toMatchObject({ event: "bye", data: { reason: "revoked", by: null } });
      expect(await next(frames)).toBeNull();
      expect(hub.size).toBe(0);
    },
  );

  test("whose right ends while the stream opens is not let in", async () => {
    const { streams, state } = openStream(null);
    let asked = 0;
    const ticket = await streams.admit(async () => {
      asked += 1;
      const found = state.standing;
      if (asked === 1) {
        state.standing = null;
        streams.end("session:s1", { reason: "revoked", what: "session", at: 1, by: null });
      }
      return found;
    });
    expect([ticket, asked, streams.count("session:s1")]).toEqual([null, 2, 0]);
  });

  test("it ends when the client is gone or the server stops", async () => {
    const { hub, ending, open } = openStream(null);
    const frames = await open();
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
