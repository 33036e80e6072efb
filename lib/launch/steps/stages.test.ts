import { describe, expect, test } from "vitest";
import { Interrupted } from "./run-command.mjs";
import { NoSuchStage, runStages, selectStages, summary } from "./stages.mjs";

const fine = async () => ({ ok: true });
const stages = [
  { name: "lint", run: fine },
  { name: "build", run: fine },
  { name: "e2e", needs: ["build"], run: fine },
];

/** A clock that moves one second with every look. */
function ticking() {
  let ms = 0;
  return () => {
    ms += 1000;
    return ms;
  };
}

describe("choosing stages", () => {
  test("all by default; a named one brings what it needs, in the usual order", () => {
    const names = (only: string[] | null) => selectStages(stages, only).map(({ name }) => name);
    expect(names(null)).toEqual(["lint", "build", "e2e"]);
    expect(names(["e2e"])).toEqual(["build", "e2e"]);
    expect(names(["e2e", "lint"])).toEqual(["lint", "build", "e2e"]);
  });

  test("a name that does not exist is refused, with those that do", () => {
    expect(() => selectStages(stages, ["unti"])).toThrow(NoSuchStage);
    expect(() => selectStages(stages, ["unti"])).toThrow('"unti"; there are lint, build, e2e');
  });
});

describe("running stages", () => {
  test("the others go on after a failure, but not what needs the failed one", async () => {
    const lines: string[] = [];
    const failing = { name: "build", run: async () => ({ ok: false, output: "boom\n" }) };
    const rows = await runStages([failing, ...stages.filter(({ name }) => name !== "build")], (line) =>
      lines.push(line),
    );
    expect(rows.map(({ name, result }) => `${name} ${result}`)).toEqual([
      "build FAILED",
      "lint ok",
      "e2e not run",
    ]);
    expect(lines).toEqual(["build …", "boom", "lint …", "e2e: not run, for it needs build"]);
  });

  test("one that runs beside the others holds nobody up, and is waited for at the end", async () => {
    let finish = (_ok: boolean) => {};
    const slow = {
      name: "slow",
      beside: true,
      run: () => new Promise<{ ok: boolean }>((resolve) => (finish = (ok) => resolve({ ok }))),
    };
    const last = {
      name: "last",
      run: async () => {
        finish(false);
        return { ok: true };
      },
    };
    const rows = await runStages([slow, last], () => undefined);
    expect(rows.map(({ name, result }) => `${name} ${result}`).sort()).toEqual(["last ok", "slow FAILED"]);
  });

  test("what a stage prints is kept quiet when it passes", async () => {
    const lines: string[] = [];
    await runStages([{ name: "lint", run: async () => ({ ok: true, output: "noise" }) }], (line) =>
      lines.push(line),
    );
    expect(lines).toEqual(["lint …"]);
  });

  test("a stage that throws has failed, with its reason", async () => {
    const lines: string[] = [];
    const rows = await runStages(
      [{ name: "e2e", run: () => Promise.reject(new Error("no browser")) }],
      (line) => lines.push(line),
    );
    expect(rows[0]?.result).toBe("FAILED");
    expect(lines.join("\n")).toContain("no browser");
  });
});

test("an interrupt ends the run, and is not taken for a failed stage", async () => {
  const interrupted = () => Promise.reject(new Interrupted("SIGTERM"));
  const run = runStages([{ name: "unit", run: interrupted }, ...stages], () => undefined);
  await expect(run).rejects.toThrow("interrupted by SIGTERM");
});

describe("summary", () => {
  const counted = (passed: number, failed: number, skipped: number) => async () => ({
    ok: failed === 0,
    counts: { passed, failed, skipped },
  });
  const lastLine = (text: string) => text.trimEnd().split("\n").at(-1);

  test("the last line adds up the tests of all stages", async () => {
    const rows = await runStages(
      [
        { name: "unit", run: counted(10, 0, 1) },
        { name: "e2e", run: counted(5, 0, 0) },
        { name: "lint", run: fine },
      ],
      () => undefined,
      ticking(),
    );
    const { text, ok } = summary(rows);
    expect(ok).toBe(true);
    expect(lastLine(text)).toBe("15 passed, 0 failed, 1 skipped");
    expect(text).toContain("unit       ok          1.0 s  10 passed, 0 failed, 1 skipped");
  });

  test("a failed stage without tests of its own counts as one failure", async () => {
    const rows = await runStages(
      [
        { name: "unit", run: counted(10, 2, 0) },
        { name: "lint", run: async () => ({ ok: false }) },
      ],
      () => undefined,
    );
    const { text, ok } = summary(rows);
    expect(ok).toBe(false);
    expect(lastLine(text)).toBe("10 passed, 3 failed, 0 skipped");
  });

  test("a runner that fails although no test did, as on an unhandled error, is not a pass", async () => {
    const rows = await runStages(
      [{ name: "unit", run: async () => ({ ok: false, counts: { passed: 3, failed: 0, skipped: 0 } }) }],
      () => undefined,
    );
    expect(lastLine(summary(rows).text)).toBe("3 passed, 1 failed, 0 skipped");
  });

  test("running nothing is not a pass", () => {
    expect(summary([]).ok).toBe(false);
  });
});
