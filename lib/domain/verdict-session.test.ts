import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limits } from "./limits.ts";
import { forLease, type ProcessSight, type SessionFacts, type SessionProcess } from "./session-facts.ts";
import { judgeSession } from "./verdict-session.ts";

const nowAt = Date.UTC(2026, 10, 23, 3, 42);
const lastBeatAt = Date.UTC(2026, 10, 23, 3, 12, 7);
const runner = {
  node: "node-7",
  bootId: "b1",
  pidNs: "pid:[1]",
  pid: 1968,
  startTime: 500,
  instanceId: "run-1968",
};
const command = { ...runner, pid: 2018, startTime: 510, instanceId: "" };

const seen = (
  process: SessionProcess["process"],
  status: ProcessSight["status"],
  current = true,
): SessionProcess => ({ process, sight: { status, observedAt: nowAt - 1_000, current } });

type Session = NonNullable<SessionFacts["session"]>;
const session: Session = {
  node: "node-7",
  service: "orchestrator",
  state: "open",
  ttlMs: 10_000,
  openedAt: 0,
  endedAt: null,
  processes: [seen(runner, "alive"), seen(command, "alive")],
};
const beating = { heard: true, lastBeatAt, silentMs: 1_000, suspect: false, rhythmMs: 2_000 };
const frozen = { ...beating, silentMs: 60_000, suspect: true };
const reporting: SessionFacts["agent"] = { state: "reporting", lastReportAt: nowAt - 1_000 };
const silentAgent: SessionFacts["agent"] = { state: "silent", lastReportAt: lastBeatAt };

function judge(change: Partial<SessionFacts>, ofSession: Partial<Session> = {}) {
  return judgeSession({
    nowAt,
    sessionId: "ses_1",
    session: { ...session, ...ofSession },
    beats: beating,
    agent: reporting,
    graceUntil: null,
    ...change,
  });
}
const gone = [seen(runner, "gone"), seen(command, "gone")];

describe("an orphan", () => {
  test("is proven process by process, in a sentence that names them", () => {
    const judged = judge({ beats: frozen }, { processes: gone, state: "lost" });
    expect(judged.verdict).toBe("orphan");
    expect(judged.leaseSentence).toBe(
      "Held by nobody: every process of orchestrator on node-7 is gone (PID 1968, PID 2018).",
    );
    expect(judged.evidence.map((e) => `${e.kind} ${e.weight}`)).toEqual([
      "process-gone decisive",
      "process-gone decisive",
      "heartbeat-frozen circumstantial",
      "ttl-passed circumstantial",
    ]);
    expect(judged.probe).toBeNull();
  });

  test("has a TTL that passed when it ended, not at the last beat, and never later than it was noted", () => {
    const passedAt = (endedAt: number | null) =>
      judge({ beats: frozen }, { processes: gone, state: "lost", endedAt }).evidence.find(
        ({ kind }) => kind === "ttl-passed",
      )?.observedAt;
    expect(passedAt(nowAt)).toBe(lastBeatAt + session.ttlMs);
    expect(passedAt(lastBeatAt + 4_000)).toBe(lastBeatAt + 4_000);
    // A clock that was set back never puts it before the beat after which it passed.
    expect(passedAt(lastBeatAt - 4_000)).toBe(lastBeatAt);
  });

  test("stays one when its agent falls silent, or was asked long ago: an ended process does not come back", () => {
    const old = gone.map((p) => ({ ...p, sight: { ...p.sight!, current: false, observedAt: 5 } }));
    expect(judge({ beats: frozen, agent: silentAgent }, { processes: old }).verdict).toBe("orphan");
  });

  test("with a heartbeat is an alarm of its own: something beats in a dead owner's name", () => {
    const judged = judge({ beats: { ...beating, lastBeatAt: nowAt } }, { processes: gone });
    expect(judged.reason).toBe("gone-but-beating");
    expect(judged.leaseSentence).toContain("yet something still beats in its name");
    expect(judged.evidence.map((e) => e.kind)).toContain("heartbeat-live");
  });

  test("is not said to beat for a beat that came before its death was seen", () => {
    const judged = judge({ beats: { ...beating, lastBeatAt: nowAt - 1_500 } }, { processes: gone });
    expect(judged.reason).toBe("all-processes-gone");
  });

  test("is one after a reboot of its host, whatever the PIDs are", () => {
    const processes = [seen({ ...runner, pidNs: "" }, "other-boot"), seen(command, "other-boot")];
    expect(judge({ beats: frozen }, { processes }).verdict).toBe("orphan");
  });

  test("with a reused PID is gone, and the innocent process is not blamed", () => {
    const judged = judge({ beats: frozen }, { processes: [seen(runner, "reused"), seen(command, "gone")] });
    expect(judged.verdict).toBe("orphan");
    expect(judged.evidence.find((e) => e.kind === "pid-reused")?.text).toContain("another, innocent process");
  });

  test.each<[string, Partial<Session>]>([
    [
      "the command under a dead runner is alive",
      { processes: [seen(runner, "gone"), seen(command, "alive")] },
    ],
    [
      "one process is in another namespace",
      { processes: [seen(runner, "gone"), seen(command, "foreign-namespace")] },
    ],
    ["one process cannot be read", { processes: [seen(runner, "gone"), seen(command, "unreadable")] }],
    [
      "one process was never looked at",
      { processes: [seen(runner, "gone"), { process: command, sight: null }] },
    ],
    ["no process was named", { processes: [] }],
    ["the PID namespace is not known", { processes: [seen({ ...runner, pidNs: "" }, "gone")] }],
    ["the boot is not known", { processes: [seen({ ...runner, bootId: "" }, "other-boot")] }],
    ["the start time is not known", { processes: [seen({ ...runner, startTime: 0 }, "reused")] }],
  ])("is never one when %s", (_, ofSession) => {
    expect(judge({ beats: frozen }, ofSession).verdict).toBe("suspect");
  });
});

describe("silence", () => {
  test("is suspicion and no more, with what would settle it", () => {
    const unread = [seen(runner, "unreadable")];
    const judged = judge({ beats: frozen }, { processes: unread });
    expect(judged).toMatchObject({ verdict: "suspect", reason: "silent" });
    expect(judged.leaseSentence).toBe(
      "In doubt: orchestrator on node-7 has been silent since 03:12:07 UTC, and nothing proves that it is gone.",
    );
    expect(judged.probe?.how).toContain("PID namespace");
  });

  test("of a process that is seen alive says so", () => {
    expect(judge({ beats: frozen }).reason).toBe("alive-but-silent");
    const left = judge({ beats: frozen }, { processes: [seen(runner, "gone"), seen(command, "alive")] });
    expect(left.leaseSentence).toContain("PID 1968 is gone, but what it started is alive (PID 2018)");
  });

  test("of owner and agent together is not death either", () => {
    const processes = [seen(runner, "alive", false)];
    const judged = judge({ beats: frozen, agent: silentAgent }, { processes });
    expect(judged).toMatchObject({ verdict: "suspect", reason: "silent-and-unwatched" });
    expect(judged.evidence.find((e) => e.kind === "process-alive")?.weight).toBe("circumstantial");
  });

  test("that outlasts all evidence ends in `unknown`", () => {
    const beats = { ...frozen, silentMs: limits.evidenceMaxAgeMs + 1 };
    const judged = judge(
      { beats, agent: silentAgent },
      { state: "lost", processes: [seen(runner, "alive", false)] },
    );
    expect(judged).toMatchObject({ verdict: "unknown", reason: "evidence-too-old" });
  });

  test("of a lost session is not undone by what its beats look like", () => {
    expect(judge({}, { state: "lost", processes: [] }).verdict).not.toBe("live");
  });
});

describe("after a restart of the server", () => {
  const unheard = { ...frozen, heard: false };
  const graceUntil = nowAt + 10_000;

  test("nothing is concluded in the grace period, not even from old proof", () => {
    expect(judge({ beats: unheard, graceUntil }, { processes: gone }).verdict).toBe("unknown");
    expect(judge({ session: null, graceUntil }).verdict).toBe("unknown");
  });

  test("an owner that shows itself is live at once", () => {
    expect(judge({ graceUntil }).verdict).toBe("live");
  });

  test("an owner that never does is unknown while nobody watches it, suspect when its agent finds nothing", () => {
    const processes: SessionProcess[] = [];
    expect(judge({ beats: unheard, agent: silentAgent }, { processes }).reason).toBe(
      "not-heard-since-restart",
    );
    expect(judge({ beats: unheard }, { processes }).verdict).toBe("suspect");
    const notDue = { ...unheard, suspect: false };
    expect(judge({ beats: notDue }, { processes }).verdict).toBe("unknown");
  });
});

test("a lease of a session that is not known, or that was closed, is a ghost", () => {
  const judged = judge({ session: null });
  expect(judged.verdict).toBe("ghost");
  expect(judged.leaseSentence).toContain("session ses_1 is not known here");
  expect(judge({}, { state: "closed", endedAt: 5 }).verdict).toBe("ghost");
  expect(forLease(judge({ beats: frozen }), true).sentence).toContain("kept until a person decides");
});

test("names from hosts are shown safely", () => {
  const judged = judge({ beats: frozen }, { service: "a\u202eb\u0000", node: "x".repeat(5_000) });
  expect(judged.ownerSentence).toContain("a\\u{202e}b\\x00 on x");
  expect(judged.ownerSentence.length).toBeLessThan(300);
});

test("no mix of circumstantial evidence, and no age, makes an orphan or a ghost", () => {
  const status = fc.constantFrom<ProcessSight["status"]>(
    "alive",
    "gone",
    "reused",
    "other-boot",
    "foreign-namespace",
    "unreadable",
  );
  const process = fc.record<SessionProcess>({
    process: fc.record({
      node: fc.constant("node-7"),
      bootId: fc.constantFrom("b1", ""),
      pidNs: fc.constantFrom("pid:[1]", ""),
      pid: fc.constantFrom(1968, 0, -1),
      startTime: fc.constantFrom(0, 500),
      instanceId: fc.constant(""),
    }),
    sight: fc.option(fc.record({ status, observedAt: fc.nat(nowAt), current: fc.boolean() })),
  });
  const facts = fc.record<SessionFacts>({
    nowAt: fc.constant(nowAt),
    sessionId: fc.constant("ses_1"),
    session: fc.record({
      node: fc.constant("node-7"),
      service: fc.constant("s"),
      state: fc.constantFrom("open" as const, "lost" as const),
      ttlMs: fc.integer({ min: 1, max: 3_600_000 }),
      openedAt: fc.nat(nowAt),
      endedAt: fc.constant(null),
      processes: fc.array(process, { maxLength: 4 }),
    }),
    beats: fc.record({
      heard: fc.boolean(),
      lastBeatAt: fc.option(fc.nat(nowAt)),
      silentMs: fc.nat(1e12),
      suspect: fc.boolean(),
      rhythmMs: fc.option(fc.nat(1e6)),
    }),
    agent: fc.record({
      state: fc.constantFrom("reporting" as const, "silent" as const, "none" as const),
      lastReportAt: fc.option(fc.nat(nowAt)),
    }),
    graceUntil: fc.option(fc.constant(nowAt + 1)),
  });
  fc.assert(
    fc.property(facts, (given) => {
      const { verdict, evidence, probe } = judgeSession(given);
      const processes = given.session?.processes ?? [];
      const proofs = evidence.filter((e) => e.weight === "decisive" && e.points === "gone");
      const stale = verdict === "orphan" || verdict === "ghost";
      if (stale) {
        expect(processes.length).toBeGreaterThan(0);
        expect(proofs).toHaveLength(processes.length);
        expect(given.graceUntil === null || given.beats.heard).toBe(true);
      }
      if (processes.some((p) => p.sight?.status === "alive")) expect(stale).toBe(false);
      if (verdict === "suspect" || verdict === "unknown") expect(probe).not.toBeNull();
      if (verdict === "live") expect(given.beats.heard && !given.beats.suspect).toBe(true);
    }),
    { numRuns: 5_000 },
  );
});
