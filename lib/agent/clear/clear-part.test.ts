import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Wake } from "#lib/client/waiting/wake.ts";
import type { Order } from "#lib/contract/orders.ts";
import { FakeClear, key } from "#lib/sources/kernel/clear/testing/fake-clear.ts";
import { ClearPart } from "./clear-part.ts";
import { ClearJournal } from "./journal.ts";

const holders = [{ pid: 20, startTime: 5_000 }];
const order: Order = {
  kind: "end-holders",
  orderId: "op-1/end",
  operationId: "op-1",
  key,
  holders,
  killAfterMs: null,
  remainingMs: 10_000,
};

let folder: string;
let fake: FakeClear;
let stop: AbortController;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "locksmith-journal-"));
  fake = new FakeClear();
  fake.holder(20, 5_000, 19);
  stop = new AbortController();
});
afterEach(() => {
  fake.host.remove();
  rmSync(folder, { recursive: true });
});

function agent(options: { allowed?: boolean; reported?: () => boolean; bootId?: string } = {}) {
  const { allowed = true, reported = () => true, bootId = "boot-1" } = options;
  return new ClearPart({
    journal: allowed ? new ClearJournal(join(folder, "clears")) : null,
    bootId,
    reported,
    hands: fake.hands,
    nowMs: () => fake.hands.monoMs(),
    wake: new Wake(),
    log: () => {},
    signal: stop.signal,
  });
}

async function resultsOf(part: ClearPart, ...orders: Order[]) {
  part.take(orders, fake.hands.monoMs());
  await part.idle();
  return part.draft()?.results?.map(({ outcome, text }) => `${outcome}: ${text}`) ?? [];
}
const stops = () => fake.signals.filter((signal) => signal.startsWith("SIGSTOP")).length;

test("an order is carried out, and told until the server has it", async () => {
  const part = agent();
  expect(await resultsOf(part, order)).toEqual(["done: The holders ended, and the lock is gone."]);
  expect(part.draft()?.results?.[0]?.lines?.at(-1)).toContain("succeeded");
  const draft = part.draft();
  expect(draft).not.toBeNull();
  if (draft !== null) part.told(draft);
  expect(part.draft()).toBeNull();
});

test("an order that comes before the first report waits for it, and not for long", async () => {
  const part = agent({ reported: () => fake.hands.monoMs() > 1_000 });
  expect(await resultsOf(part, order)).toEqual(["done: The holders ended, and the lock is gone."]);
  expect(fake.hands.monoMs()).toBeLessThan(6_000);
});

describe("an order is begun once", () => {
  test("however often it is delivered, in one list or in the next", async () => {
    const part = agent();
    await resultsOf(part, order, order);
    fake.holder(20, 5_000, 19);
    part.take([order], fake.hands.monoMs());
    await resultsOf(part, order);
    expect(stops()).toBe(1);
  });

  test("also to the agent that comes after, which tells the same result", async () => {
    const told = await resultsOf(agent(), order);
    fake.holder(20, 5_000, 19);
    expect(await resultsOf(agent(), order)).toEqual(told);
    expect(stops()).toBe(1);
  });

  test("a new session hears of it again", async () => {
    const part = agent();
    await resultsOf(part, order);
    const draft = part.draft();
    if (draft !== null) part.told(draft);
    expect(await resultsOf(part, order)).toEqual([]);
    part.begin();
    expect(await resultsOf(part, order)).toEqual(["done: The holders ended, and the lock is gone."]);
    expect(stops()).toBe(1);
  });
});

describe("refused without touching anybody", () => {
  afterEach(() => expect(fake.signals).toEqual([]));

  test("when the agent was not started with --allow-clear", async () => {
    expect(await resultsOf(agent({ allowed: false }), order)).toEqual([
      "refused: This agent was not started with --allow-clear.",
    ]);
  });

  test("when it never reported such a lock", async () => {
    expect(await resultsOf(agent({ reported: () => false }), order)).toEqual([
      "refused: This agent has not reported such a lock.",
    ]);
  });

  test("when it comes too late to be begun", async () => {
    expect(await resultsOf(agent(), { ...order, remainingMs: 0 })).toEqual([
      "refused: The order came too late to be begun.",
    ]);
  });

  test("when the agent is about to stop", async () => {
    stop.abort();
    expect(await resultsOf(agent(), order)).toEqual(["refused: This agent was told to stop."]);
  });
});

test("an agent that is told to stop in the middle lets everybody go on", async () => {
  fake.onSignal = (_, signal) => {
    if (signal === "SIGSTOP") stop.abort();
    return false;
  };
  expect(await resultsOf(agent(), order)).toEqual([
    "failed: Nothing was ended: this agent was told to stop.",
  ]);
  expect(fake.state(20)).toBe("S");
});

describe("after a crash in the middle", () => {
  const line = (entry: object) => `${JSON.stringify({ order: order.orderId, ...entry })}\n`;
  const begun = (bootId = "boot-1") => line({ what: "begun", bootId, key });
  const stopping = (ticks = 100_000) => line({ what: "stopping", ...holders[0], ticks, wasStopped: false });
  const left = (text: string) => {
    writeFileSync(join(folder, "clears"), text);
    fake.change(20, { state: "T" });
  };

  test("whoever was stopped goes on, and the order is told as interrupted and not done again", async () => {
    left(begun() + stopping());
    const part = agent();
    expect(fake.state(20)).toBe("S");
    expect(await resultsOf(part, order)).toEqual([
      "failed: interrupted: the agent ended in the middle; nobody had been told to end.",
    ]);
    expect(fake.signals).toEqual(["SIGCONT 20"]);
    expect(await resultsOf(agent(), order)).toHaveLength(1);
    expect(fake.signals).toEqual(["SIGCONT 20"]);
  });

  test("a process under the same number that started later is not touched", async () => {
    left(begun() + stopping(6_000));
    fake.put({ pid: 20, startTime: 7_000, state: "T" });
    agent();
    expect(fake.signals).toEqual([]);
  });

  test("nor is anybody after another boot", async () => {
    left(begun("boot-0") + stopping());
    expect(await resultsOf(agent(), order)).toEqual([
      "failed: interrupted: the host went down in the middle; nobody had been told to end.",
    ]);
    expect(fake.signals).toEqual([]);
  });

  test("a line that was cut off by the crash is no line, and those after it are whole", async () => {
    left(`${begun()}${stopping()}{"order":"op-1/end","wh`);
    agent();
    const lines = readFileSync(join(folder, "clears"), "utf8").trimEnd().split("\n");
    expect(lines.map((text) => JSON.parse(text).what)).toEqual(["begun", "stopping", "ended"]);
  });
});
