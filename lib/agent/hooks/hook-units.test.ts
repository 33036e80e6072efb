import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Order } from "#lib/contract/orders.ts";
import { HoldFile } from "./hold-file.ts";
import type { HookUnit } from "./hook-config.ts";
import { HookUnits } from "./hook-units.ts";

const folder = mkdtempSync(join(tmpdir(), "locksmith-hold-"));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
let path = "";
let log = "";
let nowMs = 0;
let agents: { units: HookUnits; kill: () => void }[] = [];

beforeEach(() => {
  count += 1;
  path = join(folder, `${count}.holds`);
  log = join(folder, `${count}.log`);
  nowMs = 1_000_000;
});
afterEach(() => {
  for (const { kill } of agents) kill();
  agents = [];
});

function unit(name: string, drain = ":", resume = ":"): HookUnit {
  const sh = (step: string, text: string): [string, ...string[]] => [
    "/bin/sh",
    "-c",
    `echo "${step} ${name}" >> ${log}; ${text}`,
  ];
  return {
    name,
    service: "svc",
    hooks: {
      drain: { command: sh("drain", drain), timeLimitMs: 20_000 },
      resume: { command: sh("resume", resume), timeLimitMs: 20_000 },
    },
  };
}

/** An agent's units; `kill` leaves everything as a killed process would. */
function agent(units: HookUnit[], bootId = "boot-1", file: string | null = path): HookUnits {
  const dead = new AbortController();
  const made = new HookUnits({
    node: "node-1",
    units,
    file: new HoldFile(file, bootId, () => nowMs),
    monoMs: () => nowMs,
    wake: () => {},
    log: () => {},
    signal: dead.signal,
  });
  agents.push({
    units: made,
    kill: () => {
      dead.abort();
      made.stop();
    },
  });
  return made;
}

function kill(): void {
  for (const one of agents.splice(0)) one.kill();
}

function hold(name: string, remainingMs: number, orderId = `op/${name}`): Order {
  return {
    kind: "hold",
    orderId,
    operationId: "op",
    unit: name,
    remainingMs,
    drainRemainingMs: 0,
    reason: "test",
  };
}

function reports(units: HookUnits) {
  units.begin();
  return units.draft()?.units ?? [];
}

async function until(what: string, isSo: () => boolean): Promise<void> {
  const end = performance.now() + 15_000;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const done = () => {
  try {
    return readFileSync(log, "utf8").trim().split("\n");
  } catch {
    return [];
  }
};
const isIn = (units: HookUnits, state: string) => () => reports(units).every((one) => one.state === state);

describe("an agent that was killed", () => {
  test("while a unit was paused goes on holding it, and resumes it when its time is over", async () => {
    const first = agent([unit("a")]);
    first.take([hold("a", 60_000)], nowMs);
    await until("paused", isIn(first, "paused"));
    kill();
    nowMs += 50_000;
    const second = agent([unit("a")]);
    expect(reports(second)[0]).toMatchObject({
      state: "paused",
      orderIds: ["op/a"],
      holdRemainingMs: 10_000,
    });
    nowMs += 10_000;
    await until("running", isIn(second, "running"));
    expect(done()).toEqual(["drain a", "resume a"]);
    expect(JSON.parse(readFileSync(path, "utf8")).units).toEqual({});
  });

  test("and was away for longer than the hold resumes at once; after a restart of the host or its container too", async () => {
    for (const [boot, passMs] of [
      ["boot-1", 60_000],
      ["boot-2", 0],
      ["", 0],
      // A container that was restarted: the same boot id, and a clock that began anew.
      ["boot-1", -900_000],
    ] as const) {
      rmSync(log, { force: true });
      const first = agent([unit("a")], boot === "" ? "" : "boot-1");
      first.take([hold("a", 60_000)], nowMs);
      await until("paused", isIn(first, "paused"));
      kill();
      nowMs += passMs;
      const second = agent([unit("a")], boot);
      await until("running", isIn(second, "running"));
      expect(done()).toEqual(["drain a", "resume a"]);
      kill();
    }
  });

  test("in the middle of a drain begins it anew; in the middle of a resume too", async () => {
    const first = agent([unit("a", "sleep 3")]);
    first.take([hold("a", 60_000)], nowMs);
    await until("begun", () => done()[0] === "drain a");
    kill();
    const second = agent([unit("a", ":", "sleep 3")]);
    await until("paused", isIn(second, "paused"));
    second.take([], nowMs);
    await until("resuming", () => done().includes("resume a"));
    kill();
    const third = agent([unit("a")]);
    await until("running", isIn(third, "running"));
    expect(done()).toEqual(["drain a", "drain a", "resume a", "resume a"]);
  });

  test("resumes what is no longer configured, with the command of then, and all when its memory cannot be read", async () => {
    const first = agent([unit("a"), unit("b")]);
    first.take([hold("a", 60_000)], nowMs);
    await until("paused", () => reports(first).some((one) => one.state === "paused"));
    kill();
    const second = agent([unit("b")]);
    await until("resumed", () => done().includes("resume a"));
    await until(
      "only b is left",
      () =>
        reports(second)
          .map((one) => one.unit)
          .join() === "b",
    );
    kill();
    writeFileSync(path, "{not json");
    agent([unit("a"), unit("b")]);
    await until(
      "all resumed",
      () => done().includes("resume b") && done().filter((one) => one === "resume a").length === 2,
    );
  });
});

describe("the resume hook is told whose hold ended", () => {
  const telling = (name: string, resume = ":") => {
    const says = (text: string) => `echo "of $LOCKSMITH_OPERATION_ID" >> ${log}; ${text}`;
    return unit(name, says(":"), says(resume));
  };

  test("when it was released, and when its time was over; of several, the longest", async () => {
    const units = agent([telling("a")]);
    units.take([hold("a", 60_000), { ...hold("a", 90_000, "long/a"), operationId: "op-long" }], nowMs);
    await until("paused", isIn(units, "paused"));
    units.take([], nowMs);
    await until("running", isIn(units, "running"));
    units.take([hold("a", 5_000)], nowMs);
    await until("paused again", isIn(units, "paused"));
    nowMs += 5_000;
    await until("running again", isIn(units, "running"));
    const [drain, resume] = ["drain a", "resume a"];
    expect(done()).toEqual([drain, "of op-long", resume, "of op-long", drain, "of op", resume, "of op"]);
  });

  test("also by an agent that was killed before it had resumed, and after a restart of the host", async () => {
    const first = agent([telling("a", "sleep 3")]);
    first.take([hold("a", 60_000)], nowMs);
    await until("paused", isIn(first, "paused"));
    first.take([], nowMs);
    await until("resuming", () => done().filter((line) => line === "of op").length === 2);
    kill();
    rmSync(log);
    const second = agent([telling("a")], "boot-2");
    await until("running", isIn(second, "running"));
    expect(done()).toEqual(["resume a", "of op"]);
  });
});

describe("a unit", () => {
  test("that cannot be remembered on disk is not drained", async () => {
    mkdirSync(`${path}.next`, { recursive: true });
    const units = agent([unit("a")]);
    units.take([hold("a", 60_000)], nowMs);
    await until("failed", isIn(units, "failed"));
    expect(done()).toEqual([]);
    expect(reports(units)[0]?.note).toMatch(/EISDIR|directory/i);
  });

  test("shows its tasks while it drains, and what its hook said", async () => {
    const units = agent([unit("a", "echo tasks=3; sleep 0.3; echo 'all quiet'")]);
    units.take([hold("a", 60_000)], nowMs);
    await until("tasks", () => reports(units)[0]?.tasks === 3);
    await until("paused", isIn(units, "paused"));
    expect(reports(units)[0]).toMatchObject({ tasks: 0, note: "/bin/sh ended well: all quiet" });
  });

  test("whose drain hangs is resumed when its time is over, and the hook is ended", async () => {
    const units = agent([unit("a", "sleep 60")]);
    units.take([hold("a", 5_000)], nowMs);
    await until("draining", () => done().length === 1);
    nowMs += 5_000;
    await until("running", isIn(units, "running"));
    expect(done()).toEqual(["drain a", "resume a"]);
  });

  test("that is released takes no new hold, also while its resume is under way", async () => {
    const gate = `${path}.gate`;
    const units = agent([unit("a", ":", `until [ -e ${gate} ]; do sleep 0.02; done`)]);
    units.take([hold("a", 60_000)], nowMs);
    await until("paused", isIn(units, "paused"));
    const released = units.releaseAll();
    await until("resuming", () => done().includes("resume a"));
    units.take([hold("a", 60_000)], nowMs);
    writeFileSync(gate, "");
    await released;
    units.take([hold("a", 60_000)], nowMs);
    expect(reports(units)[0]).toMatchObject({ state: "running", orderIds: [] });
    expect(done()).toEqual(["drain a", "resume a"]);
  });

  test("that fails to resume is tried again until it runs", async () => {
    const flag = join(folder, `${count}.flag`);
    const units = agent([unit("a", ":", `[ -e ${flag} ] || { touch ${flag}; exit 1; }`)]);
    units.take([hold("a", 60_000)], nowMs);
    await until("paused", isIn(units, "paused"));
    units.take([], nowMs);
    await until("failed once", () => reports(units)[0]?.state === "failed");
    await until("running", isIn(units, "running"));
    expect(done()).toEqual(["drain a", "resume a", "resume a"]);
  });

  test("that runs and is not well says so in the words of its health hook", async () => {
    const sick = unit("a");
    const command: [string, ...string[]] = ["/bin/sh", "-c", "echo rotor 3 is cold; exit 1"];
    const units = agent([{ ...sick, hooks: { ...sick.hooks, health: { command, timeLimitMs: 5_000 } } }]);
    await Promise.all(units.look());
    expect(reports(units)[0]).toMatchObject({ state: "running", can: ["drain", "resume", "health"] });
    expect(reports(units)[0]?.note).toBe("Not well: /bin/sh ended with 1: rotor 3 is cold");
  });
});
