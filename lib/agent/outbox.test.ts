import { expect, test } from "vitest";
import { agentReport } from "#lib/contract/agent.ts";
import { limits } from "#lib/domain/limits.ts";
import { type HostEvent, Outbox } from "./outbox.ts";
import type { ScanNews, SeenLock } from "./scan-messages.ts";

function seen(key: string, command = "sleep 600"): SeenLock {
  const process = {
    node: "n",
    bootId: "b",
    pidNs: "4026531836",
    pid: 7,
    startTime: 500,
    instanceId: "",
    ppid: 1,
    command,
    user: "root",
    unit: null,
    startedAt: null,
  };
  return {
    firstSeenMs: 100,
    facts: {
      key,
      type: "flock",
      mode: "exclusive",
      resource: "a.conf",
      path: "/etc/a.conf",
      pathUnknownReason: null,
      holders: [],
      takers: [{ recordedPid: 7, status: "holds", process, seenStartTime: 500 }],
      waiters: [],
      unreadable: 0,
      searched: "threads",
      misses: 0,
      scope: "host",
    },
  };
}

function news(change: Partial<ScanNews>): ScanNews {
  return {
    all: false,
    changed: [],
    gone: [],
    scanMs: 3,
    endedMs: 1_000,
    limitations: [],
    kept: null,
    observations: [],
    ...change,
  };
}

const event = (text: string, severity: HostEvent["severity"] = "info"): HostEvent => ({
  kind: "kernel.oops",
  severity,
  text,
  atMs: 900,
});
const keysOf = (drafts: readonly { locks: readonly { key: string }[] }[]) =>
  drafts.flatMap((draft) => draft.locks.map((lock) => lock.key));

test("a snapshot has everything, a delta only what changed since; ages are counted at the time of sending", () => {
  const outbox = new Outbox();
  expect(outbox.hasScan).toBe(false);
  outbox.addNews(news({ all: true, changed: [seen("a"), seen("b")] }));
  expect(keysOf(outbox.take(2_000, true).drafts)).toEqual(["a", "b"]);
  expect(outbox.hasNews()).toBe(false);
  outbox.addNews(news({ changed: [seen("b")], gone: ["a"], endedMs: 3_000 }));
  const [delta] = outbox.take(3_500, false).drafts;
  expect(delta).toMatchObject({ full: false, scanned: true, scannedAgoMs: 500, goneKeys: ["a"] });
  expect(delta?.locks).toMatchObject([{ key: "b", observedAgoMs: 500, firstSeenAgoMs: 3_400 }]);
  expect(keysOf(outbox.take(4_000, true).drafts)).toEqual(["b"]);
});

test("a scan that found nothing new still renews the evidence", () => {
  const outbox = new Outbox();
  outbox.addNews(news({ all: true }));
  outbox.take(1_000, true);
  outbox.addNews(news({}));
  expect(outbox.hasNews()).toBe(true);
  expect(outbox.take(1_100, false).drafts).toMatchObject([{ scanned: true, locks: [], goneKeys: [] }]);
});

test("a worker that began anew says all there is: what it does not say is gone", () => {
  const outbox = new Outbox();
  outbox.addNews(news({ all: true, changed: [seen("a"), seen("b")] }));
  outbox.take(1_000, true);
  outbox.addNews(news({ all: true, changed: [seen("b")] }));
  expect(outbox.take(1_000, false).drafts).toMatchObject([{ goneKeys: ["a"] }]);
});

test("many or long locks are sent in parts that the contract accepts; the last one says that it was scanned", () => {
  const outbox = new Outbox();
  const count = limits.agentReportLocksMax + 500;
  outbox.addNews(
    news({
      all: true,
      changed: Array.from({ length: count }, (_, n) => seen(`k${n}`, "x".repeat(limits.commandMaxChars))),
    }),
  );
  outbox.addEvent(event("boom"));
  const { drafts } = outbox.take(2_000, true);
  expect(drafts.length).toBeGreaterThan(1);
  expect(keysOf(drafts)).toHaveLength(count);
  drafts.forEach((draft, at) => {
    expect(agentReport.parse({ sessionId: "s", seq: at, ...draft })).toMatchObject({
      part: at + 1,
      parts: drafts.length,
    });
    expect(JSON.stringify(draft).length).toBeLessThan(limits.bodyMaxBytes);
    const last = at === drafts.length - 1;
    expect([draft.scanned, draft.events.length]).toEqual([last, last ? 1 : 0]);
  });
});

test("more gone keys than fit one report go into several", () => {
  const outbox = new Outbox();
  const keys = Array.from({ length: limits.agentReportLocksMax + 1 }, (_, n) => `k${n}`);
  outbox.addNews(news({ all: true, changed: keys.map((key) => seen(key)) }));
  outbox.take(1_000, true);
  outbox.addNews(news({ gone: keys }));
  const { drafts } = outbox.take(1_000, false);
  expect(drafts.flatMap((draft) => draft.goneKeys)).toEqual(keys);
  expect(drafts.map((draft) => draft.parts)).toEqual([1, 1]);
});

test("while the server is away, events are kept up to a limit, critical ones longest, and the loss is counted", () => {
  const outbox = new Outbox();
  outbox.addNews(news({ all: true }));
  outbox.addEvent(event("panic", "critical"));
  for (let n = 0; n < limits.agentBufferEventsMax + 41; n += 1) outbox.addEvent(event(`${n}`));
  const parcel = outbox.take(1_000, true);
  outbox.giveBack(parcel);
  outbox.addEvent(event("last"));
  const [draft] = outbox.take(2_000, true).drafts;
  expect(draft?.dropped).toBe(43);
  expect(draft?.events).toHaveLength(limits.agentBufferEventsMax);
  expect(draft?.events[0]).toMatchObject({ text: "panic", agoMs: 1_100 });
  expect(draft?.events.at(-1)?.text).toBe("last");
});

test("what cannot be seen is said once it is known, and again when it changed", () => {
  const outbox = new Outbox();
  outbox.addNews(news({ all: true, limitations: [{ code: "unreadable-processes", text: "12" }] }));
  expect(outbox.setLimitation("no-kernel-log", "No rights.")).toBe(true);
  expect(outbox.setLimitation("no-kernel-log", "No rights.")).toBe(false);
  const [first] = outbox.take(1_000, true).drafts;
  expect(first?.limitations.map((l) => l.code)).toEqual(["no-kernel-log", "unreadable-processes"]);
  expect(outbox.hasNews()).toBe(false);
  outbox.setLimitation("no-kernel-log", null);
  expect(outbox.hasNews()).toBe(true);
});
