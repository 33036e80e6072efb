import { expect, test } from "vitest";
import type { OperationRow } from "#lib/contract/operations.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import { type ActId, actIds } from "#lib/domain/drill/drill.ts";
import { stageNames } from "#lib/drill/stage.ts";
import type { StoryFacts } from "./facts.ts";
import { currentAct, moveTo, newStory, nextOfStory, reached } from "./story.ts";

const hot = { at: 1_000, epoch: 7 };
const nothing: StoryFacts = { lease: null, flocks: [], operations: [], incident: null };

const at = (id: ActId) =>
  moveTo(
    newStory((one) => one),
    id,
    1,
  );
const lease = (over: Partial<LockRow>) =>
  ({ state: "held", verdict: "orphan", epoch: 7, holder: null, ...over }) as unknown as LockRow;
const operation = (kind: string, over: Partial<OperationRow> = {}) =>
  ({
    kind,
    state: "running",
    createdAt: 2_000,
    confirmedAt: 2_000,
    awaitsAck: false,
    title: kind,
    progress: null,
    ...over,
  }) as OperationRow;
const held = (epoch: number, service: string) =>
  lease({ verdict: "live", epoch, holder: { service } as LockRow["holder"] });

test("acts are begun in their order, never go back, and what was passed over is over", () => {
  const acts = moveTo(at("calm"), "fleet", 5);
  expect(acts.slice(0, 3).map(({ state }) => state)).toEqual(["over", "over", "on"]);
  expect(acts[1]?.startedAt).toBeNull();
  expect(currentAct(moveTo(acts, "hot", 9))).toBe("fleet");
});

test("what goes wrong is begun one after the other, and never while the act before still plays", () => {
  expect(nextOfStory(at("calm"), false)).toBe("hot");
  expect(nextOfStory(at("calm"), true)).toBeNull();
  expect(nextOfStory(at("hot"), false)).toBe("fleet");
});

test("what people do is begun by nobody else: after the fleet halted, no act is next", () => {
  for (const id of actIds.slice(2)) expect(nextOfStory(at(id), false)).toBeNull();
});

test("nothing that people did before the guardian died moves the story", () => {
  const facts = { ...nothing, operations: [operation("drain", { createdAt: 999 })] };
  expect(reached(at("hot"), facts, hot)).toBeNull();
  expect(reached(at("calm"), { ...nothing, operations: [operation("drain")] }, null)).toBeNull();
});

test("a plan is no act: a canary and a drain count from their confirmation on", () => {
  const planned = { state: "planned", confirmedAt: null } as const;
  const facts = { ...nothing, operations: [operation("canary", planned), operation("drain", planned)] };
  expect(reached(at("fleet"), facts, hot)).toBeNull();
  expect(reached(at("fleet"), { ...nothing, operations: [operation("canary")] }, hot)).toBe("canary");
  expect(reached(at("fleet"), { ...nothing, operations: [operation("drain")] }, hot)).toBe("drain");
});

test("each fact brings its own act", () => {
  const ended = operation("canary", { state: "failed" });
  const waits = operation("clear", { state: "waiting", awaitsAck: true });
  const drained = operation("drain");
  const cases: [ActId, Partial<StoryFacts>][] = [
    ["page", { operations: [ended] }],
    ["hold-point", { operations: [ended, waits] }],
    ["drain", { operations: [waits, drained] }],
    ["clear", { operations: [operation("clear"), drained] }],
    ["quarantine", { lease: lease({ state: "quarantined" }), operations: [drained] }],
    ["take-over", { lease: held(9, stageNames.watchdog), operations: [operation("clear"), drained] }],
    ["resume", { lease: held(9, stageNames.watchdog), operations: [drained] }],
  ];
  for (const [id, facts] of cases) expect(reached(at("canary"), { ...nothing, ...facts }, hot)).toBe(id);
});

test("only a guardian of the drill takes over, alive and under a higher epoch", () => {
  const taken = (row: LockRow) => reached(at("clear"), { ...nothing, lease: row }, hot);
  expect(taken(held(8, stageNames.watchdog))).toBe("resume");
  expect(taken(held(7, stageNames.watchdog))).toBeNull();
  expect(taken(held(8, stageNames.secondOrchestrator))).toBeNull();
  expect(
    taken(lease({ epoch: 9, holder: { service: stageNames.watchdog } as LockRow["holder"] })),
  ).toBeNull();
});

test("the report is the end only when the incident is no longer open", () => {
  const facts = (state: string) =>
    ({ ...nothing, lease: held(9, stageNames.watchdog), incident: { state } }) as StoryFacts;
  expect(reached(at("resume"), facts("open"), hot)).toBeNull();
  expect(reached(at("resume"), facts("mitigated"), hot)).toBe("report");
});

test("the report waits until everybody runs again, but for a stranger who is held on purpose", () => {
  const facts = (drain: OperationRow) =>
    ({
      ...nothing,
      lease: held(9, stageNames.watchdog),
      incident: { state: "mitigated" },
      operations: [drain],
    }) as StoryFacts;
  expect(reached(at("resume"), facts(operation("drain")), hot)).toBeNull();
  expect(reached(at("resume"), facts(operation("drain", { state: "done" })), hot)).toBe("report");
  const title = `Drain ${stageNames.secondOrchestrator}`;
  expect(reached(at("resume"), facts(operation("drain", { title })), hot)).toBe("report");
});

test("the drain is on until its units have paused, and the canary until it has ended", () => {
  const pausing = operation("drain", { progress: { done: 3, total: 9, unit: "units" } });
  const clear = operation("clear");
  const facts = { ...nothing, operations: [clear, pausing] };
  expect(reached(at("drain"), facts, hot)).toBeNull();
  const paused = operation("drain", { progress: { done: 9, total: 9, unit: "units" } });
  expect(reached(at("drain"), { ...nothing, operations: [clear, paused] }, hot)).toBe("clear");
  const planned = operation("clear", { state: "planned", confirmedAt: null });
  const trying = { ...nothing, operations: [planned, operation("canary")] };
  expect(reached(at("canary"), trying, hot)).toBeNull();
});

test("acts that a variation leaves out are never come to", () => {
  const acts = moveTo(
    newStory((id) => id, ["take-over"]),
    "clear",
    1,
  );
  const facts = { ...nothing, lease: held(9, stageNames.watchdog), operations: [operation("clear")] };
  expect(reached(acts, facts, hot)).toBeNull();
});
