import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drillName } from "#lib/domain/drill/names.ts";
import type { IncidentFacts } from "#lib/domain/incidents/timeline/facts.ts";
import { story } from "#lib/domain/incidents/timeline/testing/story.ts";
import {
  ada,
  evidence,
  guardian,
  kernelLockId,
  lockId,
  resource,
  sec,
  watchdog,
} from "#lib/domain/incidents/timeline/testing/story-cast.ts";
import { event } from "#lib/domain/incidents/timeline/testing/story-events.ts";
import { composeReport } from "./compose-report.ts";
import { reportMarkdown } from "./markdown.ts";
import type { SectionId } from "./report.ts";

function textOf(facts: IncidentFacts, section: SectionId): string {
  const blocks = composeReport(facts).sections.find(({ id }) => id === section)?.blocks ?? [];
  return blocks
    .flatMap((block) =>
      block.type === "statements"
        ? block.items.map(({ text, certainty }) => `${certainty ?? ""}| ${text}`)
        : block.rows.map(({ cells }) => cells.join(" | ")),
    )
    .join("\n");
}

describe("the story", () => {
  test("the cause is told in one sentence, with how sure it is", () => {
    expect(composeReport(story()).certainty).toBe("proven");
    expect(textOf(story(), "summary")).toContain(
      "proven| guardian (PID 1968) on node-7 died between 03:12:07 UTC (its last beat) and 03:12:09 UTC (its process was seen to be gone); its lease on aim_lock_config.conf was kept; aim_lock_config.conf was refused 61 times by 43 nodes.",
    );
  });

  test("that the kernel event is why it died is likely, and called so", () => {
    const cause = textOf(story(), "cause");
    expect(cause).toContain("proven| The kernel of node-7 said: panic thread restarted");
    expect(cause).toContain("likely| The kernel event at 03:12:05 UTC came 2 s before its last beat");
    const silent = story({ events: story().events.filter(({ kind }) => !kind.startsWith("kernel.")) });
    expect(textOf(silent, "cause")).toContain(
      "unknown| Why the process of guardian on node-7 ended is not recorded",
    );
  });

  test("much that the kernel said before hides neither the nearest event, nor that some of it is not read", () => {
    const [near] = story().events.filter(({ kind }) => kind.startsWith("kernel."));
    if (near === undefined) throw new Error("the story has a kernel event");
    const before = Array.from({ length: 40 }, (_, i) => ({
      ...near,
      id: 9_000 + i,
      at: near.at - 300_000 + i,
    }));
    const flooded = textOf(story({ events: [...before, ...story().events] }), "cause");
    expect(flooded).toContain("likely| The kernel event at 03:12:05 UTC came 2 s before its last beat");
    expect(flooded).toContain("21 more kernel events are recorded");
    const silent = story().events.filter(({ kind }) => !kind.startsWith("kernel."));
    for (const unread of [{ eventsCut: ["kernel."] }, { from: sec(8) }]) {
      const cause = textOf(story({ events: silent, ...unread }), "cause");
      expect(cause).toContain("Why the process of guardian on node-7 ended is not known");
      expect(cause).not.toContain("no kernel event");
    }
  });

  test("what was written into a kernel's log from outside is not the kernel's word, nor is what a drill wrote", () => {
    const changed = (change: object) =>
      story({
        events: story().events.map((one) => (one.kind.startsWith("kernel.") ? { ...one, ...change } : one)),
      });
    const outside = textOf(changed({ kind: "guardian.message" }), "cause");
    expect(outside).toContain("In the kernel log of node-7, from outside the kernel: panic thread restarted");
    expect(outside).toContain("ended is not recorded: no kernel event");
    expect(outside).not.toContain("The kernel of");
    const drilled = textOf(changed({ node: "drill:node-7" }), "cause");
    expect(drilled).toContain("The drill wrote for the kernel log of drill:node-7: panic thread restarted");
    expect(drilled).not.toContain("The kernel of");
  });

  test("impact: refusals, nodes, how long it was HOT, node-minutes", () => {
    const impact = textOf(story(), "impact");
    expect(impact).toContain("proven| aim_lock_config.conf was refused 61 times by 43 nodes.");
    expect(impact).toContain(
      "43 nodes at most at one time were refused or worked less. Among them: drone-1, drone-2, arm-9.",
    );
    expect(impact).toContain("was HOT from 03:12:31 UTC until 03:18:42 UTC: 6 min 11 s.");
    expect(impact).toContain("of the whole fleet, whatever they were so for");
    expect(impact).toContain("halted | 170.5 | 31");
    expect(impact).toContain("paused | 75.0 | 90");
  });

  test("verified and not: gates, results, and what two people overrode", () => {
    expect(textOf(story(), "verified")).toContain("The old token, epoch 41, is refused.");
    expect(textOf(story(), "verified")).toContain("Gate: The holder is proven gone | Its process is gone.");
    const not = textOf(story(), "not-verified");
    expect(not).toContain("Overridden without proof: Nobody can grab it | arm-9 did not answer.");
    expect(not).toContain("That arm-9 was paused.");
    expect(textOf(story({ operations: [] }), "verified")).toContain(
      "Nothing was verified: no operation was confirmed.",
    );
  });

  test("people: who did what, also what they were refused, and what is to be done", () => {
    const people = textOf(story(), "people");
    expect(people).toContain("03:13:35 UTC | Ben | acknowledged the incident");
    expect(people).toContain("03:18:00 UTC | Ben | acknowledged (Hold point.): Clear the native lock");
    expect(people).toContain("| was refused: operation.plan: The evidence is older than one interval.");
    expect(textOf(story(), "follow-ups")).toBe("| Design for ghosts. (open; written down by Ada)");
  });
});

describe("what is not proven is not called so", () => {
  test("silence alone: nothing recorded proves that it is gone", () => {
    const judgement = {
      verdict: "suspect",
      sentence: "In doubt: guardian on node-7.",
      evidence: [],
      probe: null,
    } as const;
    const owner = { ...guardian, judgement: { ...judgement, evidence: [] } };
    const events = [
      event(sec(20), "verdict.suspect", judgement.sentence, { ownerId: owner.id, lockId, resource }),
    ];
    const facts = story({ owners: [owner], events });
    expect(composeReport(facts).certainty).toBe("unknown");
    expect(textOf(facts, "summary")).toContain(
      "has been silent since 03:12:07 UTC, and nothing recorded proves that it is gone",
    );
    expect(textOf(facts, "summary")).not.toContain("died");
  });

  test("a doubt stays one beside a kernel lock that is proven to be left", () => {
    const owner = {
      ...guardian,
      judgement: { ...guardian.judgement, verdict: "suspect" as const, evidence: [] },
    };
    const events = [
      event(sec(20), "verdict.suspect", "In doubt.", { ownerId: owner.id, lockId, resource }),
      event(sec(25), "verdict.orphan", "Its taker is gone.", { lockId: kernelLockId, resource }),
    ];
    const where = { source: "kernel" as const, resource, node: "node-7", gone: null };
    const locks = [{ ...where, id: kernelLockId, judgement: null }];
    const summary = textOf(story({ owners: [owner], events, locks }), "summary");
    expect(summary).toContain("unknown| guardian (PID 1968) on node-7 has been silent");
    expect(summary).toContain("proven| Kernel lock of aim_lock_config.conf");
  });

  test("a holder that was alive after all", () => {
    const owner = {
      ...guardian,
      state: "open" as const,
      judgement: { ...guardian.judgement, verdict: "live" as const, evidence: [] },
    };
    const about = { ownerId: owner.id, lockId, resource };
    const events = [
      event(sec(20), "verdict.suspect", "In doubt.", about),
      event(sec(50), "verdict.live", "Held by guardian on node-7.", about),
    ];
    const summary = textOf(story({ owners: [owner], events }), "summary");
    expect(summary).toContain("was doubted at 03:12:20 UTC and was alive after all at 03:12:50 UTC");
    expect(summary).not.toContain("died");
  });

  test("the same process that came back was alive, and one whose number was used again was not", () => {
    const doubted = {
      ...guardian,
      judgement: { ...guardian.judgement, verdict: "suspect" as const, evidence: [] },
    };
    const events = [
      event(sec(20), "verdict.suspect", "In doubt.", { ownerId: guardian.id, lockId, resource }),
    ];
    const back = {
      ...guardian,
      id: "ses_back",
      judgement: watchdog.judgement,
      state: "open" as const,
      openedAt: sec(60),
      lastBeatAt: sec(800),
    };
    const returned = story({ owners: [doubted, back], events });
    expect(textOf(returned, "summary")).toContain(
      "proven| guardian (PID 1968) on node-7 was silent from 03:12:07 UTC, and alive after all: the same process came back at 03:13:00 UTC",
    );
    const other = { ...back, process: "node-7~boot~1968~999" };
    expect(textOf(story({ owners: [doubted, other], events }), "summary")).toContain(
      "nothing recorded proves",
    );
  });

  test("silent, but seen alive by its agent", () => {
    const alive = { ...evidence("process-alive", sec(30), "PID 1968 is alive."), points: "alive" as const };
    const owner = {
      ...guardian,
      judgement: { ...guardian.judgement, verdict: "suspect" as const, evidence: [alive] },
    };
    expect(textOf(story({ owners: [owner], events: [] }), "summary")).toContain(
      "has been silent since 03:12:07 UTC, but its process was seen alive at 03:12:30 UTC",
    );
  });

  test("nobody in doubt: what caused it is not known", () => {
    const facts = story({ owners: [], events: [] });
    expect(composeReport(facts).certainty).toBe("unknown");
    expect(textOf(facts, "summary")).toContain("unknown| What caused it is not known");
  });

  test("beats that came after the proof are told, not explained away", () => {
    const facts = story({ owners: [{ ...guardian, lastBeatAt: sec(60) }] });
    expect(textOf(facts, "summary")).toContain(
      "was seen to be gone at 03:12:09 UTC, yet beats came in its name until 03:13:00 UTC",
    );
  });

  test("what nobody could see is said: a deaf server, a silent agent, lost events, no samples", () => {
    const about = { node: "node-7", severity: "warning" } as const;
    const facts = story({
      blind: [{ from: sec(100), to: sec(160) }],
      events: [
        ...story().events,
        event(sec(70), "node.silent", "The agent on node-7 is silent.", about),
        event(sec(80), "agent.dropped", "The agent on node-7 dropped 3 events.", about),
      ],
      samples: [],
      eventsCut: ["config."],
    });
    const cause = textOf(facts, "cause");
    expect(cause).toContain(
      "unknown| This server did not listen from 2026-11-23 03:13:40 UTC to 2026-11-23 03:14:40 UTC (1 min)",
    );
    expect(cause).toContain("unknown| The agent on node-7 was silent");
    expect(cause).toContain("unknown| The agent on node-7 dropped 3 events.");
    expect(cause).toContain("unknown| How the fleet stood was not sampled");
    expect(cause).toContain(
      "unknown| More was recorded than is read at once: the oldest events of config. are missing here.",
    );
  });
});

test("a kernel lock that nobody living holds is told with its own proof", () => {
  const about = { lockId: kernelLockId, resource, node: "node-7" };
  const text = "Held by nobody: the taker, PID 2010, is gone; cat (PID 2011) still has the descriptor.";
  const judgement = { verdict: "orphan" as const, sentence: text, probe: null };
  const proof = evidence(
    "taker-gone",
    sec(12),
    "PID 2010, which the kernel recorded as taker, is gone in the same boot.",
  );
  const lock = { id: kernelLockId, source: "kernel" as const, resource, node: "node-7", gone: null };
  const events = [...story().events, event(sec(12), "verdict.orphan", text, about)];
  const proven = story({ events, locks: [{ ...lock, judgement: { ...judgement, evidence: [proof] } }] });
  expect(textOf(proven, "cause")).toContain(`proven| Kernel lock of ${resource} on node-7: ${text}`);
  expect(textOf(proven, "cause")).toContain("proven| PID 2010, which the kernel recorded");
  const anew = { ...judgement, sentence: "Held by nobody: the taker, PID 3000, is gone.", evidence: [proof] };
  const later = story({ events, locks: [{ ...lock, judgement: anew }] });
  expect(textOf(later, "cause")).not.toContain("proven| PID 2010, which the kernel recorded");
  const nowhere = [event(sec(12), "verdict.ghost", text, about)];
  expect(textOf(story({ events: nowhere, locks: [{ ...lock, judgement: null }] }), "cause")).toContain(
    `likely| Kernel lock of ${resource} on node-7: ${text}`,
  );
});

test("a drill says that it was one", () => {
  const { incident } = story();
  const facts = story({
    incident: { ...incident, resources: [drillName(resource)], title: drillName(incident.title) },
  });
  expect(composeReport(facts).drill).toBe(true);
  expect(textOf(facts, "summary")).toContain("This was a drill");
  expect(reportMarkdown(composeReport(facts))).toContain("**Drill.** Incident");
});

test("whatever is recorded, each statement has a source, nothing is told of after the end, and tables are whole", () => {
  const change = fc.record({
    to: fc.integer({ min: 35, max: 900 }),
    dropped: fc.array(fc.nat(40)),
    owners: fc.subarray(["ses_guardian", "ses_watchdog"]),
    operations: fc.subarray(["op_clear", "op_drain"]),
    text: fc.string({ maxLength: 40 }),
    open: fc.boolean(),
  });
  fc.assert(
    fc.property(change, ({ to, dropped, owners, operations, text, open }) => {
      const base = story();
      const incident = open
        ? { ...base.incident, mitigatedAt: null, resolvedAt: null, resolution: null, state: "open" as const }
        : base.incident;
      const facts = story({
        incident: { ...incident, title: text, notes: [{ at: sec(to), by: { ...ada, name: text }, text }] },
        to: sec(to),
        events: base.events
          .filter((_, i) => !dropped.includes(i))
          .map((one) => ({ ...one, text: `${one.text}${text}` })),
        owners: base.owners.filter(({ id }) => owners.includes(id)),
        operations: base.operations.filter(({ id }) => operations.includes(id)),
        samples: base.samples.filter(({ at }) => at <= sec(to)),
      });
      const report = composeReport(facts);
      for (const block of report.sections.flatMap(({ blocks }) => blocks)) {
        if (block.type === "statements") {
          expect(block.items.every(({ sources, text: said }) => sources.length > 0 && said !== "")).toBe(
            true,
          );
        } else {
          const whole = block.rows.every(
            ({ cells, sources }) => cells.length === block.columns.length && sources.length > 0,
          );
          expect(whole).toBe(true);
        }
      }
      const told = report.sections
        .filter(({ id }) => id === "cause" || id === "timeline")
        .flatMap(({ blocks }) => blocks.flatMap((block) => (block.type === "statements" ? block.items : [])));
      expect(told.every(({ at }) => at === null || at <= facts.to)).toBe(true);
      const headings = reportMarkdown(report)
        .split("\n")
        .filter((line) => line.startsWith("#"));
      expect(headings).toHaveLength(10);
    }),
    { numRuns: 150 },
  );
});
