import fc from "fast-check";
import { expect, test } from "vitest";
import type { NodeRow } from "#lib/contract/rows.ts";
import type { StreamChange } from "#lib/contract/stream.ts";
import { rowOf, rowsOf } from "./live-collection.ts";
import { emptyLiveState, type LiveFrame, type LiveState, reduceLive } from "./live-reducer.ts";

const names = ["a", "b", "c", "d", "e", "f"] as const;

function node(name: string, revision: number): NodeRow {
  return {
    name,
    kind: "host",
    group: "default",
    labels: {},
    state: "up",
    sessionId: null,
    agentVersion: null,
    bootId: null,
    kernel: null,
    limitations: [],
    locks: revision,
    hot: 0,
    stale: 0,
    lastBeatAt: null,
    lastReportAt: null,
    firstSeenAt: 0,
    revision,
  };
}

/** A server in a few lines: rows, their log, and the answers that the stream and the list would give. */
class FakeServer {
  revision = 0;
  instance = "one";
  rows = new Map<string, NodeRow>();
  readonly gone: { name: string; revision: number }[] = [];
  readonly log: StreamChange[] = [];

  /** Puts the row, or removes it when it is there and `remove` says so. */
  commit(name: string, remove: boolean): StreamChange {
    this.revision += 1;
    const change: StreamChange = { revision: this.revision, serverAt: 0 };
    if (remove && this.rows.delete(name)) {
      this.gone.push({ name, revision: this.revision });
      change.goneNodes = [name];
    } else {
      const row = node(name, this.revision);
      this.rows.set(name, row);
      change.nodes = [row];
    }
    this.log.push(change);
    return change;
  }

  /** What a client that has everything up to `since` missed. */
  missed(since: number): StreamChange {
    return {
      revision: this.revision,
      serverAt: 0,
      nodes: [...this.rows.values()].filter((row) => row.revision > since),
      goneNodes: this.gone
        .filter(({ name, revision }) => revision > since && !this.rows.has(name))
        .map(({ name }) => name),
    };
  }

  /** Rows after `cursor` in order of name, `limit` of them. */
  page(load: number, cursor: string, limit: number): { frame: LiveFrame; next: string | null } {
    const rows = [...this.rows.values()].filter((row) => row.name > cursor).sort(byName);
    const last = rows.length <= limit;
    const frame: LiveFrame = {
      kind: "page",
      topic: "nodes",
      load,
      rows: rows.slice(0, limit),
      revision: this.revision,
      total: this.rows.size,
      last,
    };
    return { frame, next: last ? null : (rows[limit - 1]?.name ?? null) };
  }

  hello(resumed: boolean): LiveFrame {
    const { instance, revision } = this;
    return {
      kind: "hello",
      hello: { instance, build: "build-1", revision, serverAt: 0, graceUntil: null, readOnly: null },
      resumed,
    };
  }

  tick(): LiveFrame {
    return { kind: "tick", tick: { serverAt: 0, revision: this.revision, graceUntil: null, readOnly: null } };
  }

  sorted(): NodeRow[] {
    return [...this.rows.values()].sort(byName);
  }
}

function byName(a: NodeRow, b: NodeRow): number {
  return a.name < b.name ? -1 : 1;
}

function shown(state: LiveState): NodeRow[] {
  return rowsOf(state.nodes).sort(byName);
}

const commits = fc.array(fc.tuple(fc.constantFrom(...names), fc.boolean()), { minLength: 1, maxLength: 40 });

test("frames in any order, twice, and around the pages of a snapshot end where the log ends", () => {
  fc.assert(
    fc.property(
      commits,
      fc.nat(40),
      fc.array(fc.nat(1_000), { minLength: 100, maxLength: 100 }),
      (log, before, dice) => {
        const server = new FakeServer();
        for (const [name, remove] of log.slice(0, before)) server.commit(name, remove);
        let state = reduceLive(emptyLiveState(), [{ kind: "load", topic: "nodes" }]);
        // Pages are read at different moments; the log goes on between them.
        const frames: LiveFrame[] = [];
        const rest = log.slice(before);
        let cursor: string | null = "";
        while (cursor !== null) {
          const { frame, next } = server.page(state.nodes.load.id, cursor, 2);
          frames.push(frame);
          cursor = next;
          for (const [name, remove] of rest.splice(0, 3)) server.commit(name, remove);
        }
        for (const [name, remove] of rest) server.commit(name, remove);
        // Every change after the first page arrives, older ones perhaps, some twice, anywhere among the pages.
        const changes = server.log.flatMap((change, i) => {
          const times =
            change.revision > Math.min(before, log.length) ? 1 + ((dice[i] ?? 0) % 2) : (dice[i] ?? 0) % 2;
          return Array.from({ length: times }, (): LiveFrame => ({ kind: "change", change }));
        });
        for (const [i, frame] of changes.entries()) {
          frames.splice((dice[99 - (i % 100)] ?? 0) % (frames.length + 1), 0, frame);
        }
        // Pages of one load keep their order.
        const pages = frames.filter((frame) => frame.kind === "page");
        const ordered = [...pages].sort((a, b) => a.revision - b.revision || Number(a.last) - Number(b.last));
        const inOrder = frames.map((frame) => (frame.kind === "page" ? (ordered.shift() ?? frame) : frame));
        for (const frame of inOrder) state = reduceLive(state, [frame]);
        expect(shown(state)).toEqual(server.sorted());
        expect(state.nodes.size).toBe(server.rows.size);
        expect(
          reduceLive(reduceLive(emptyLiveState(), [{ kind: "load", topic: "nodes" }]), inOrder).nodes.size,
        ).toBe(server.rows.size);
      },
    ),
    { numRuns: 1_000 },
  );
});

/** What can happen to a client, one step each. */
const steps = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant("commit"),
        name: fc.constantFrom(...names),
        remove: fc.boolean(),
      }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constant("deliver") }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant("page") }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("cut"), forgotten: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("tick") }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant("restart"), rollback: fc.boolean() }) },
  ),
  { maxLength: 120 },
);

/** A client of the fake server: its connection, its list, its state. */
class FakeClient {
  state = emptyLiveState();
  wire: LiveFrame[] = [];
  #cursor: { load: number; after: string } | null = null;
  readonly #server: FakeServer;

  constructor(server: FakeServer) {
    this.#server = server;
    this.wire.push(server.hello(false));
    this.apply({ kind: "load", topic: "nodes" });
  }

  apply(frame: LiveFrame): void {
    this.state = reduceLive(this.state, [frame]);
  }

  deliver(): void {
    const frame = this.wire.shift();
    if (frame !== undefined) this.apply(frame);
  }

  reconnect(forgotten: boolean): void {
    const since = this.state.instance === null ? null : this.state.revision;
    this.wire = [this.#server.hello(since !== null)];
    if (since === null) return;
    if (forgotten || since > this.#server.revision) this.wire.push({ kind: "reset" });
    else this.wire.push({ kind: "change", change: this.#server.missed(since) });
  }

  /** One page of the list; starts the list again when it is wanted. Lists are read while the stream is open. */
  page(): void {
    if (this.state.instance === null) return;
    const { load } = this.state.nodes;
    if (load.phase === "wanted" || this.#cursor === null || this.#cursor.load !== load.id) {
      if (load.phase === "done") return;
      this.apply({ kind: "load", topic: "nodes" });
      this.#cursor = { load: this.state.nodes.load.id, after: "" };
    }
    const { frame, next } = this.#server.page(this.#cursor.load, this.#cursor.after, 2);
    this.apply(frame);
    this.#cursor = next === null ? null : { ...this.#cursor, after: next };
  }

  catchUp(): void {
    for (let i = 0; i < 50; i += 1) {
      while (this.wire.length > 0) this.deliver();
      this.page();
    }
    this.apply(this.#server.tick());
  }
}

test("a client that is cut off, resumed, reset and restarted shows what the server has: no gap, no duplicate", () => {
  fc.assert(
    fc.property(steps, (list) => {
      const server = new FakeServer();
      const client = new FakeClient(server);
      client.deliver();
      for (const step of list) {
        if (step.do === "commit") {
          const { name, remove } = step as { name: string; remove: boolean };
          client.wire.push({ kind: "change", change: server.commit(name, remove) });
        } else if (step.do === "deliver") client.deliver();
        else if (step.do === "page") client.page();
        else if (step.do === "tick") client.wire.push(server.tick());
        else if (step.do === "cut") client.reconnect("forgotten" in step && step.forgotten === true);
        else {
          server.instance += "+";
          // Another data folder: fewer revisions, other rows under the same names.
          if ("rollback" in step && step.rollback === true) {
            server.revision = 1;
            server.rows = new Map([["a", { ...node("a", 1), group: server.instance }]]);
          }
          client.reconnect(true);
        }
      }
      client.catchUp();
      expect(shown(client.state)).toEqual(server.sorted());
      expect(client.state.revision).toBe(server.revision);
      expect(client.state.nodes.load.phase).toBe("done");
    }),
    { numRuns: 1_000 },
  );
});

test("a row that is gone is not brought back by a page that is older", () => {
  const server = new FakeServer();
  server.commit("a", false);
  let state = reduceLive(emptyLiveState(), [{ kind: "load", topic: "nodes" }]);
  const { frame } = server.page(state.nodes.load.id, "", 10);
  state = reduceLive(state, [{ kind: "change", change: server.commit("a", true) }]);
  expect(rowOf(reduceLive(state, [frame]).nodes, "a")).toBeUndefined();
});

test("a stream that resumes asks for no list again; one that starts anew does", () => {
  const server = new FakeServer();
  const loaded = reduceLive(emptyLiveState(), [
    server.hello(false),
    { kind: "load", topic: "nodes" },
    { kind: "page", topic: "nodes", load: 1, rows: [], revision: 0, total: 0, last: true },
  ]);
  expect(loaded.nodes.load.phase).toBe("done");
  expect(reduceLive(loaded, [server.hello(true)]).nodes.load.phase).toBe("done");
  expect(reduceLive(loaded, [server.hello(false)]).nodes.load.phase).toBe("wanted");
  expect(reduceLive(loaded, [{ kind: "reset" }]).nodes.load).toMatchObject({
    phase: "wanted",
    complete: true,
  });
});

test("a collection that nothing touched stays the same object", () => {
  const state = reduceLive(emptyLiveState(), [{ kind: "load", topic: "nodes" }]);
  const next = reduceLive(state, [
    { kind: "change", change: { revision: 1, serverAt: 0, nodes: [node("a", 1)] } },
  ]);
  expect(next.locks).toBe(state.locks);
  expect(next.owners).toBe(state.owners);
  expect(next.nodes).not.toBe(state.nodes);
  expect(rowOf(state.nodes, "a")).toBeUndefined();
});

test("tombstones are cleared away once nothing can need them, and what they kept out stays out", () => {
  const state = reduceLive(emptyLiveState(), [
    { kind: "load", topic: "nodes" },
    { kind: "page", topic: "nodes", load: 1, rows: [node("kept", 1)], revision: 1, total: 1, last: true },
  ]);
  const come = Array.from({ length: 3_000 }, (_, i) => node(`n${i}`, 2));
  const full = reduceLive(state, [{ kind: "change", change: { revision: 2, serverAt: 0, nodes: come } }]);
  const empty = reduceLive(full, [
    { kind: "change", change: { revision: 3, serverAt: 0, goneNodes: come.map((row) => row.name) } },
  ]);
  expect(empty.nodes.slots.length).toBe(3_001);
  const ticked = reduceLive(empty, [
    { kind: "tick", tick: { serverAt: 0, revision: 3, graceUntil: null, readOnly: null } },
  ]);
  expect(ticked.nodes.slots.length).toBe(1);
  const late = reduceLive(ticked, [{ kind: "change", change: { revision: 2, serverAt: 0, nodes: come } }]);
  expect(rowsOf(late.nodes).map((row) => row.name)).toEqual(["kept"]);
});

test("a list that nobody asked for gathers nothing", () => {
  const state = reduceLive(emptyLiveState(), [
    { kind: "change", change: { revision: 1, serverAt: 0, nodes: [node("a", 1)] } },
  ]);
  expect(state.nodes.size).toBe(0);
  expect(state.revision).toBe(1);
});
