import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type ClearStep, endHolders } from "./end-holders.ts";
import { FakeClear, key } from "./testing/fake-clear.ts";

let fake: FakeClear;
let steps: ClearStep[];
beforeEach(() => {
  fake = new FakeClear();
  steps = [];
});
afterEach(() => fake.host.remove());

const clear = (holders: { pid: number; startTime: number }[], killAfterMs: number | null = null) =>
  endHolders({ key, holders, killAfterMs }, fake.hands, (step) => steps.push(step));
const one = { pid: 20, startTime: 5_000 };
const never = (word: string) => expect(fake.signals.filter((s) => s.startsWith(word))).toEqual([]);

test("an orphan's heir is stopped, checked again, ended, and the lock is seen to be gone", async () => {
  fake.holder(20, 5_000, 19);
  const result = await clear([one]);
  expect(result).toMatchObject({ outcome: "done", text: "The holders ended, and the lock is gone." });
  expect(fake.signals).toEqual(["SIGSTOP 20", "SIGTERM 20", "SIGCONT 20"]);
  expect(steps.map((step) => step.what)).toEqual(["stopping", "ending"]);
  expect(result.lines.join("\n")).toMatch(
    /PID 20 is stopped.*\n.*SIGTERM.*\nPID 20 ended.*\nthe lock is gone/,
  );
});

test("all of several holders are stopped before the first is ended", async () => {
  fake.holder(20, 5_000, 19);
  fake.holder(21, 5_001, 19);
  expect(await clear([one, { pid: 21, startTime: 5_001 }])).toMatchObject({ outcome: "done" });
  expect(fake.signals.slice(0, 3)).toEqual(["SIGSTOP 20", "SIGSTOP 21", "SIGTERM 20"]);
});

describe("whoever is not meant goes on, and nobody is ended", () => {
  afterEach(() => {
    never("SIGTERM");
    never("SIGKILL");
    for (const pid of [20, 21, 22]) expect(fake.state(pid)).not.toBe("T");
  });

  test("the number is another process's by now", async () => {
    fake.holder(20, 6_000, 19);
    expect((await clear([one])).text).toContain("PID 20 is another process than the one that was reviewed");
    never("SIGSTOP");
  });

  test("the number becomes another's between the first look and the stop", async () => {
    fake.holder(20, 5_000, 19);
    fake.onSignal = (pid, signal) => {
      if (signal === "SIGSTOP") fake.put({ pid, startTime: 90_000, state: "T" });
      return signal === "SIGSTOP";
    };
    // It started before the stop was written down, so it is ours to continue.
    fake.host.write("uptime", "1000.00 1.00\n");
    expect(await clear([one])).toMatchObject({
      outcome: "failed",
      text: "Nothing was ended: PID 20 is another process than the one that was reviewed.",
      lines: ["PID 20, another process by now, goes on"],
    });
  });

  test("the holder closes its descriptor between the two looks", async () => {
    fake.holder(20, 5_000, 19);
    fake.onSignal = (pid, signal) => {
      if (signal === "SIGSTOP") fake.put({ pid, startTime: 5_000, state: "T" });
      return signal === "SIGSTOP";
    };
    expect(await clear([one])).toMatchObject({
      outcome: "failed",
      text: "Nothing was ended: PID 20 let the lock go before it was stopped.",
      lines: ["PID 20 goes on"],
    });
  });

  test("a second holder is there that nobody reviewed", async () => {
    fake.holder(20, 5_000, 19);
    fake.holder(21, 5_001, 19);
    expect((await clear([one])).text).toContain("PID 21 holds the lock too, and was not reviewed");
    never("SIGSTOP");
  });

  test("a child appears while its parent is being stopped", async () => {
    fake.holder(20, 5_000, 19);
    fake.onSignal = (_, signal) => {
      if (signal === "SIGSTOP") fake.holder(22, 5_002, 19);
      return false;
    };
    expect(await clear([one])).toMatchObject({
      outcome: "failed",
      text: "Nothing was ended: PID 22 holds the lock too, and was not reviewed.",
      lines: ["PID 20 goes on"],
    });
  });

  test("the second of two is gone: the first, stopped already, goes on", async () => {
    fake.holder(20, 5_000, 19);
    fake.holder(21, 5_001, 19);
    fake.onSignal = (pid, signal) => {
      if (signal === "SIGSTOP" && pid === 20) fake.end(21);
      return false;
    };
    const result = await clear([one, { pid: 21, startTime: 5_001 }]);
    expect(result.text).toContain("PID 21 is gone");
    expect(fake.state(20)).toBe("S");
  });

  test("a process that does not stop is let alone", async () => {
    fake.holder(20, 5_000, 19);
    fake.onSignal = (_, signal) => signal === "SIGSTOP";
    expect((await clear([one])).text).toContain("does not stop: it is in state S");
  });

  test("a thread that is not stopped counts", async () => {
    fake.holder(20, 5_000, 19);
    fake.onSignal = (pid, signal) => {
      if (signal !== "SIGSTOP") return false;
      fake.change(pid, { state: "T", threads: { 30: null } });
      fake.host.write("20/task/30/stat", `30 (test) R ${"1 ".repeat(48)}`);
      return true;
    };
    expect((await clear([one])).text).toContain("does not stop");
  });

  test.each([
    [1, 1, "PID 1 runs this host"],
    [900, 60, "PID 900 is this agent"],
    [800, 50, "this agent runs under PID 800"],
    [-7, 1, "-7 is not the number of a process"],
  ])("PID %i is never touched", async (pid, startTime, because) => {
    if (pid > 1) fake.holder(pid, startTime);
    if (pid === 900) fake.change(900, { ppid: 800 });
    expect((await clear([{ pid, startTime }])).text).toBe(`Nothing was ended: ${because}.`);
    expect(fake.signals).toEqual([]);
  });

  test("nothing is done that could not be written down", async () => {
    fake.holder(20, 5_000, 19);
    const full = () => {
      throw new Error("no space left");
    };
    await expect(endHolders({ key, holders: [one], killAfterMs: null }, fake.hands, full)).rejects.toThrow(
      "no space",
    );
    expect(fake.signals).toEqual([]);
  });

  test("a lock that is not freed by ending its holder", async () => {
    const task = { key: "file-lease/fe:00:77/0-EOF", holders: [one], killAfterMs: null };
    expect((await endHolders(task, fake.hands, () => {})).text).toContain("a lock of type file-lease");
  });
});

test("what somebody else had stopped stays stopped when the clear fails", async () => {
  fake.holder(20, 5_000, 19);
  fake.change(20, { state: "T" });
  fake.onSignal = (_, signal) => {
    if (signal === "SIGSTOP") fake.holder(22, 5_002, 19);
    return false;
  };
  expect((await clear([one])).lines).toEqual(["PID 20 stays stopped, as it was before"]);
  expect(fake.state(20)).toBe("T");
});

test("whoever is stopped is watched from before the stop, and nobody is when it is over", async () => {
  fake.holder(20, 5_000, 19);
  fake.holder(21, 5_001, 19);
  fake.change(21, { state: "T" });
  const watched: unknown[] = [];
  fake.onSignal = (pid, signal) => {
    watched.push(`${signal} ${pid}, watched: ${fake.watched}`);
    return false;
  };
  expect(await clear([one, { pid: 21, startTime: 5_001 }])).toMatchObject({ outcome: "done" });
  expect(watched.slice(0, 3)).toEqual([
    "SIGSTOP 20, watched: 20",
    "SIGSTOP 21, watched: 20",
    "SIGTERM 20, watched: 20",
  ]);
  expect(fake.watched).toBeNull();
});

describe("a holder that ignores SIGTERM", () => {
  beforeEach(() => {
    fake.holder(20, 5_000, 19);
    fake.onSignal = (pid, signal) => {
      if (signal === "SIGCONT") fake.change(pid, { state: "S" });
      return signal === "SIGTERM" || signal === "SIGCONT";
    };
  });

  test("lives on when the plan allows no SIGKILL", async () => {
    const result = await clear([one]);
    expect(result).toMatchObject({
      outcome: "failed",
      text: "PID 20 did not end within 15 s of SIGTERM, and the plan allows no SIGKILL.",
    });
    never("SIGKILL");
    expect(fake.state(20)).toBe("S");
  });

  test("is killed after the time in the plan, and not before", async () => {
    const result = await clear([one], 3_000);
    expect(result.outcome).toBe("done");
    expect(fake.signals.slice(-2)).toEqual(["SIGSTOP 20", "SIGKILL 20"]);
    expect(fake.hands.monoMs()).toBeGreaterThanOrEqual(3_000);
  });

  test("is not killed when its number became another's in the last moment", async () => {
    const { onSignal } = fake;
    let stops = 0;
    fake.onSignal = (pid, signal) => {
      if (signal === "SIGSTOP") stops += 1;
      if (signal === "SIGSTOP" && stops === 2) fake.put({ pid, startTime: 70_000, state: "T" });
      return stops === 2 && signal === "SIGSTOP" ? true : onSignal(pid, signal);
    };
    expect((await clear([one], 1_000)).outcome).toBe("done");
    never("SIGKILL");
    expect(fake.state(20)).toBe("S");
  });

  test("is not killed when it let the lock go in the last moment", async () => {
    const { onSignal } = fake;
    let stops = 0;
    fake.onSignal = (pid, signal) => {
      if (signal === "SIGSTOP") stops += 1;
      if (signal === "SIGSTOP" && stops === 2) fake.put({ pid, startTime: 5_000, state: "T" });
      return stops === 2 && signal === "SIGSTOP" ? true : onSignal(pid, signal);
    };
    expect((await clear([one], 1_000)).outcome).toBe("done");
    never("SIGKILL");
    expect(fake.state(20)).toBe("S");
  });

  test("and lets the lock go in its handler has done what was wanted", async () => {
    fake.onSignal = (pid, signal) => {
      if (signal === "SIGCONT") fake.put({ pid, startTime: 5_000 });
      return signal === "SIGTERM" || signal === "SIGCONT";
    };
    const result = await clear([one]);
    expect(result.outcome).toBe("done");
    expect(result.lines.join("\n")).toContain("PID 20 let the lock go");
  });
});

describe("after the end", () => {
  test("a child that was started in the last moment holds what they held", async () => {
    fake.holder(20, 5_000, 19);
    fake.onSignal = (_, signal) => {
      if (signal === "SIGCONT") fake.holder(22, 5_002, 19);
      return false;
    };
    expect((await clear([one])).text).toBe(
      "The holders ended, but PID 22 holds what they held, and was not among them.",
    );
  });

  test("somebody who took the lock anew is named", async () => {
    fake.holder(20, 5_000, 19);
    fake.onSignal = (_, signal) => {
      if (signal === "SIGCONT") fake.holder(22, 5_002, 22);
      return false;
    };
    expect(await clear([one])).toMatchObject({
      outcome: "done",
      text: "The holders ended; PID 22 has taken the lock since.",
    });
  });
});
