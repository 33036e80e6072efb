import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { StreamChange, StreamTopic } from "#lib/contract/stream.ts";
import { processOwnerId } from "#lib/domain/identity.ts";
import { verdicts } from "#lib/domain/states.ts";
import { ChangeHub } from "#lib/server/stream/change-hub.ts";
import { changeFor } from "#lib/server/stream/topics.ts";
import { type Change, TestLog } from "#lib/server/testing/log.ts";
import {
  kernelLock,
  kernelProcess,
  kernelRecordOf,
  leaseRecord,
  nodeRecord,
  sessionRecord,
} from "#lib/server/testing/records.ts";
import { View } from "./view.ts";

const nodes = ["node-1", "node-7"];
const sessions = ["ses_a", "ses_b", "ses_c"];
const keys = ["flock/8:1:5/0-EOF", "flock/8:1:6/0-EOF"];
const one = fc.constantFrom;

const someChange: fc.Arbitrary<Change> = fc.oneof(
  one(...nodes).map((name): Change => ({ put: "node", value: nodeRecord(name) })),
  fc
    .tuple(one(...sessions), one(...nodes), one("guardian", "orchestrator"), one(...verdicts))
    .map(
      ([id, node, service, v]): Change => ({ put: "session", value: sessionRecord(id, node, service, v) }),
    ),
  fc
    .tuple(one("x.conf", "y.conf"), fc.option(one(...sessions)), fc.nat(9))
    .map(
      ([resource, holder, epoch]): Change => ({ put: "lease", value: leaseRecord(resource, holder, epoch) }),
    ),
  fc
    .tuple(one(...nodes), one(...keys), fc.subarray([11, 12, 13]), one(...verdicts))
    .map(([node, key, pids, verdict]): Change => {
      const value = kernelRecordOf(node, kernelLock(node, key, pids), verdict);
      return { put: "kernel-lock", value };
    }),
  one(...sessions).map((id): Change => ({ remove: "session", id })),
  fc.tuple(one(...nodes), one(...keys)).map(([n, k]): Change => ({ remove: "kernel-lock", id: `${n}/${k}` })),
  one(...nodes).map((id): Change => ({ remove: "node", id })),
);
const someCommits = fc.array(fc.array(someChange, { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 25,
});
const allTopics = new Set<StreamTopic>(["locks", "owners", "nodes", "events"]);

function rowsOf(view: View) {
  return {
    locks: new Map(view.locks.rows),
    owners: new Map(view.owners.rows),
    nodes: new Map(view.nodes),
  };
}
type Rows = ReturnType<typeof rowsOf>;

/** What a client does with a change, in its simplest form. */
function applyTo(rows: Rows, change: StreamChange): void {
  for (const row of change.locks ?? []) rows.locks.set(row.id, row);
  for (const row of change.owners ?? []) rows.owners.set(row.id, row);
  for (const row of change.nodes ?? []) rows.nodes.set(row.name, row);
  for (const id of change.goneLocks ?? []) rows.locks.delete(id);
  for (const id of change.goneOwners ?? []) rows.owners.delete(id);
  for (const id of change.goneNodes ?? []) rows.nodes.delete(id);
}

describe("the view", () => {
  test("after any commits, a client that resumes from any revision has exactly the server's rows", () => {
    fc.assert(
      fc.property(someCommits, fc.nat(30), (commits, cut) => {
        const log = new TestLog();
        const view = new View();
        view.loaded(0, []);
        let snapshot = rowsOf(view);
        let since = 0;
        commits.forEach((changes, index) => {
          view.apply(log.commit(changes));
          if (index === cut % commits.length) {
            snapshot = rowsOf(view);
            since = view.revision;
          }
        });
        const touched = view.since(since, 0);
        const change = touched && changeFor(view, touched, allTopics);
        if (change !== null) applyTo(snapshot, change);
        expect(snapshot).toEqual(rowsOf(view));
      }),
    );
  });

  test("the changes that it sends, one by one, lead to exactly its rows, and revisions only grow", () => {
    fc.assert(
      fc.property(someCommits, (commits) => {
        const log = new TestLog();
        const view = new View();
        view.loaded(0, []);
        const client = rowsOf(view);
        let last = 0;
        const hub = new ChangeHub(view, { monoMs: () => 0, after: () => () => undefined });
        hub.subscribe(allTopics, (frame) => {
          const change = JSON.parse(frame.slice(frame.indexOf("data: ") + 6)) as StreamChange;
          expect(change.revision).toBeGreaterThan(last);
          last = change.revision;
          applyTo(client, change);
        });
        commits.forEach((changes, index) => {
          view.apply(log.commit(changes));
          if (index % 3 === 0) hub.flush();
        });
        hub.flush();
        expect(client).toEqual(rowsOf(view));
      }),
    );
  });

  test("built from the documents at the end it has the same rows as built by following the commits", () => {
    fc.assert(
      fc.property(someCommits, (commits) => {
        const log = new TestLog();
        const followed = new View();
        followed.loaded(0, []);
        for (const changes of commits) followed.apply(log.commit(changes));
        const loaded = new View();
        for (const kind of ["node", "session", "lease", "kernel-lock"]) {
          for (const stored of log.documents.values()) if (stored.kind === kind) loaded.load(stored, 0);
        }
        expect(timeless(loaded)).toEqual(timeless(followed));
      }),
    );
  });

  test("a revision that is not remembered, or not reached yet, is not resumed from", () => {
    const view = new View();
    view.loaded(40, []);
    expect(view.since(39, 0)).toBeNull();
    expect(view.since(40, 0)).not.toBeNull();
    expect(view.since(41, 0)).toBeNull();
  });
});

/** Without revisions, observation times, and names of holders whose session is gone (the store has those). */
function timeless(view: View) {
  const strip = <T extends { revision: number }>(rows: Iterable<T>) =>
    [...rows].map((row) => ({ ...row, revision: 0, observedAt: 0 }));
  const known = new Set(view.owners.rows.keys());
  const locks = strip(view.locks.rows.values()).map((row) =>
    row.source === "native" && row.holder !== null && !known.has(row.holder.ownerId)
      ? { ...row, node: null, holder: { ownerId: row.holder.ownerId } }
      : row,
  );
  const byId = (a: { id?: string; name?: string }, b: { id?: string; name?: string }) =>
    (a.id ?? a.name ?? "") < (b.id ?? b.name ?? "") ? -1 : 1;
  // Counts of a node include leases held from it; those of unnamed holders are left out above, so here as well.
  const nodes = strip(view.nodes.values()).map(({ locks: _locks, hot: _hot, stale: _stale, ...row }) => row);
  return {
    locks: locks.sort(byId),
    owners: strip(view.owners.rows.values()).sort(byId),
    nodes: nodes.sort(byId),
  };
}

describe("derived rows", () => {
  const orphan = kernelRecordOf("node-7", kernelLock("node-7", keys[0] ?? "", [11]), "orphan");

  test("a node counts its locks and its stale ones, in the same change", () => {
    const log = new TestLog();
    const view = new View();
    view.loaded(0, []);
    view.apply(log.commit([{ put: "node", value: nodeRecord("node-7") }]));
    view.apply(log.commit([{ put: "kernel-lock", value: orphan }]));
    expect(view.nodes.get("node-7")).toMatchObject({ locks: 1, stale: 1, hot: 0, revision: 2 });
    view.apply(log.commit([{ remove: "kernel-lock", id: `node-7/${keys[0]}` }]));
    expect(view.nodes.get("node-7")).toMatchObject({ locks: 0, stale: 0, revision: 3 });
  });

  test("a process is an owner as long as a kernel lock speaks of it", () => {
    const log = new TestLog();
    const view = new View();
    view.loaded(0, []);
    view.apply(log.commit([{ put: "kernel-lock", value: orphan }]));
    const id = processOwnerId(kernelProcess("node-7", 11));
    expect(view.owners.rows.get(id)).toMatchObject({ kind: "process", locks: 1, verdict: "live", pid: 11 });
    view.apply(log.commit([{ remove: "kernel-lock", id: `node-7/${keys[0]}` }]));
    expect(view.owners.rows.has(id)).toBe(false);
    expect([...(view.since(1, 0)?.owners ?? [])]).toEqual([id]);
  });

  test("a process that took a reused PID is not made an owner", () => {
    const record = structuredClone(orphan);
    record.lock.holders = [];
    record.lock.takers = [
      { recordedPid: 11, status: "reused", process: kernelProcess("node-7", 11), seenStartTime: 5 },
    ];
    const view = new View();
    view.loaded(0, []);
    view.apply(new TestLog().commit([{ put: "kernel-lock", value: record }]));
    expect(view.owners.rows.size).toBe(0);
    expect(view.locks.rows.get(`kernel/node-7/${keys[0]}`)?.holder).toMatchObject({ pid: 11, command: null });
  });

  test("a lease follows its session's name, and keeps it when the session is gone", () => {
    const log = new TestLog();
    const view = new View();
    view.loaded(0, []);
    view.apply(log.commit([{ put: "session", value: sessionRecord("ses_a", "node-1", "guardian", "live") }]));
    view.apply(log.commit([{ put: "lease", value: leaseRecord("x.conf", "ses_a", 1) }]));
    expect(view.owners.rows.get("ses_a")?.locks).toBe(1);
    view.apply(log.commit([{ remove: "session", id: "ses_a" }]));
    view.apply(log.commit([{ put: "lease", value: leaseRecord("x.conf", "ses_a", 1) }]));
    expect(view.locks.rows.get("native/x.conf")?.holder).toMatchObject({
      service: "guardian",
      node: "node-1",
    });
  });
});
