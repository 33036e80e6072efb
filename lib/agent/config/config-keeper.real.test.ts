import { spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nextLine, RealHost, until } from "#lib/sources/kernel/testing/real-host.ts";
import type { ConfigEntry } from "./config-entry.ts";
import { ConfigKeeper, type ConfigOrder } from "./config-keeper.ts";
import { ConfigState } from "./config-state.ts";
import { locksOn } from "./file-locks.ts";
import { readRunning } from "./running-file.ts";
import { hashOf } from "./write-durably.ts";

const old = "rate = 1\n";
const fresh = "<script>alert(1)</script>\u0007\u202e\nrate = 2\n";
const ref = (content: string, version: number) => ({ version, hash: hashOf(Buffer.from(content)) });

let folder: string;
let file: string;
let host: RealHost;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "locksmith-keeper-"));
  file = join(folder, "lock.conf");
  writeFileSync(file, old, { mode: 0o640 });
  host = new RealHost();
});
afterEach(async () => {
  await host.end();
  rmSync(folder, { recursive: true, force: true });
});

function keeper(change: { hooks?: ConfigEntry["hooks"]; served?: string } = {}): ConfigKeeper {
  return new ConfigKeeper({
    entry: { name: "lock.conf", path: file, hooks: change.hooks ?? {} },
    state: new ConfigState(join(folder, "state")),
    content: async () => Buffer.from(change.served ?? fresh),
    signal: new AbortController().signal,
  });
}

const order = (change: Partial<ConfigOrder> = {}): ConfigOrder => ({
  kind: "config",
  orderId: "op/1",
  operationId: "op",
  config: "lock.conf",
  promoted: ref(old, 1),
  shadow: null,
  telemetryEveryMs: 0,
  replaces: [ref(old, 1).hash, ref(fresh, 2).hash],
  insist: false,
  lockMismatch: null,
  epoch: null,
  guardians: [],
  want: null,
  ...change,
});
const run = (change: Partial<ConfigOrder> = {}) => order({ promoted: ref(fresh, 2), ...change });
const shadow = (change: Partial<ConfigOrder> = {}) => order({ shadow: ref(fresh, 2), ...change });
const content = () => readFileSync(file, "utf8");

test("the running file is replaced whole, with its mode, and read back; hostile content comes out as it went in", async () => {
  const kept = keeper();
  await kept.follow(run());
  expect(content()).toBe(fresh);
  expect(statSync(file).mode & 0o777).toBe(0o640);
  expect(kept.report(null)).toMatchObject({
    running: ref(fresh, 2).hash && { hash: ref(fresh, 2).hash },
    orderId: "op/1",
    refusal: null,
  });
  expect(readdirSync(folder).sort()).toEqual(["lock.conf", "state"]);
});

test("a link in its place stays a link: what it leads to is replaced", async () => {
  mkdirSync(join(folder, "real"));
  writeFileSync(join(folder, "real", "target.conf"), old);
  rmSync(file);
  symlinkSync(join(folder, "real", "target.conf"), file);
  await keeper().follow(run());
  expect(lstatSync(file).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(folder, "real", "target.conf"), "utf8")).toBe(fresh);
});

test("what somebody else wrote is left alone, by an operation with its reason, without one in silence", async () => {
  writeFileSync(file, "mine\n");
  const kept = keeper();
  await kept.follow(run());
  expect(kept.report(null).refusal).toMatchObject({
    version: 2,
    reason: expect.stringContaining("left alone"),
  });
  await kept.follow(order({ orderId: "standing", operationId: null, insist: true, replaces: [] }));
  expect(content()).toBe("mine\n");
  expect(kept.report(null).trouble).toBeNull();
});

test("while anybody has a lock on it nothing is written; taking back is tried until it is free", async () => {
  host.start("flock", ["--no-fork", file, "sleep", "600"]);
  await until("the lock", () => locksOn(file, []).mismatch);
  const kept = keeper();
  await kept.follow(shadow());
  expect(kept.report(null).shadow).toMatchObject({
    state: "refused",
    reason: expect.stringContaining("lock mismatch: lock.conf HELD"),
  });
  await kept.follow(run({ orderId: "op/2" }));
  expect(kept.report(null).refusal?.reason).toContain("lock mismatch: lock.conf HELD");
  expect([content(), existsSync(`${file}.shadow`)]).toEqual([old, false]);
  const back = run({ orderId: "op/back", insist: true });
  await kept.follow(back);
  expect([content(), kept.isTroubled]).toEqual([old, true]);
  await host.end();
  await until("the lock to be free", () => locksOn(file, []).mismatch === null || null);
  await kept.follow(back);
  expect([content(), kept.isTroubled]).toEqual([fresh, false]);
});

test("a lock of the same name elsewhere that is HOT is a reason too", async () => {
  const kept = keeper();
  await kept.follow(shadow({ lockMismatch: "HOT" }));
  expect(kept.report(null).shadow?.reason).toBe("lock mismatch: lock.conf HOT");
});

test("the shadow lies beside, and goes; a file of somebody else in its place does neither", async () => {
  const kept = keeper();
  await kept.follow(shadow());
  expect([content(), readFileSync(`${file}.shadow`, "utf8")]).toEqual([old, fresh]);
  expect(kept.report(null).shadow).toEqual({ version: 2, state: "accepted", reason: null });
  await kept.follow(order({ orderId: "op/back" }));
  expect(existsSync(`${file}.shadow`)).toBe(false);
  writeFileSync(`${file}.shadow`, "mine");
  await kept.follow(shadow({ orderId: "op/again" }));
  expect(kept.report(null).shadow?.reason).toContain("somebody else");
  await kept.follow(order({ orderId: "op/end" }));
  expect(readFileSync(`${file}.shadow`, "utf8")).toBe("mine");
});

describe("the rollback hook", () => {
  const seen = () => join(folder, "seen");
  const noting = (name: string, more = ":") => ({
    command: ["sh", "-c", `echo "${name} $LOCKSMITH_VARIANT" >> ${seen()}; ${more}`] as [string, ...string[]],
    timeLimitMs: 5_000,
  });
  const noted = () => readFileSync(seen(), "utf8").trim().split("\n");
  const hooked = (apply = ":") =>
    keeper({ hooks: { apply: noting("apply", apply), rollback: noting("rollback") } });

  test("is not run for a shadow that becomes the running file: nothing is taken back", async () => {
    const kept = hooked();
    await kept.follow(shadow());
    await kept.follow(run({ orderId: "op/2" }));
    expect([content(), existsSync(`${file}.shadow`)]).toEqual([fresh, false]);
    expect(kept.report(null).shadow).toBeNull();
    expect(noted()).toEqual(["apply shadow", "apply running"]);
  });

  test("is run for one that is taken back", async () => {
    const kept = hooked();
    await kept.follow(shadow());
    await kept.follow(order({ orderId: "op/back" }));
    expect(existsSync(`${file}.shadow`)).toBe(false);
    expect(noted()).toEqual(["apply shadow", "rollback shadow"]);
  });

  test("is run for both when the version could not be applied", async () => {
    const kept = hooked('[ "$LOCKSMITH_VARIANT" = shadow ]');
    await kept.follow(shadow());
    await kept.follow(run({ orderId: "op/2" }));
    expect([content(), existsSync(`${file}.shadow`)]).toEqual([old, false]);
    expect(noted()).toEqual(["apply shadow", "apply running", "rollback running", "rollback shadow"]);
  });

  test("is run for the shadow alone when a lock keeps the version from running", async () => {
    const kept = hooked();
    await kept.follow(shadow());
    await kept.follow(run({ orderId: "op/2", lockMismatch: "HOT" }));
    expect([content(), existsSync(`${file}.shadow`)]).toEqual([old, false]);
    expect(noted()).toEqual(["apply shadow", "rollback shadow"]);
  });
});

test("when the hook cannot apply it, the content before is back and the reason is told", async () => {
  const kept = keeper({
    hooks: { apply: { command: ["sh", "-c", "echo no such field; exit 3"], timeLimitMs: 5_000 } },
  });
  await kept.follow(run());
  expect(content()).toBe(old);
  expect(kept.report(null).refusal?.reason).toMatch(/apply failed: sh ended with 3: no such field/);
});

test("a hook is told by its environment alone", async () => {
  const seen = join(folder, "seen");
  const script = `echo "$LOCKSMITH_CONFIG $LOCKSMITH_PATH $LOCKSMITH_VARIANT $LOCKSMITH_VERSION" > ${seen}`;
  await keeper({ hooks: { apply: { command: ["sh", "-c", script], timeLimitMs: 5_000 } } }).follow(run());
  expect(readFileSync(seen, "utf8")).toBe(`lock.conf ${file} running 2\n`);
});

test.each([
  ["a pipe", (path: string) => host.start("mkfifo", [path])],
  ["a folder", (path: string) => mkdirSync(path)],
])("%s in its place is said, and keeps nobody waiting", async (_what, make) => {
  rmSync(file);
  make(file);
  await until("it", () => existsSync(file) || null);
  const kept = keeper();
  await kept.follow(run());
  expect(kept.report(null)).toMatchObject({
    running: null,
    trouble: expect.stringContaining("no ordinary file"),
  });
});

test("bytes that are no text are hashed, and never sent as text", () => {
  writeFileSync(file, Buffer.from([0xff, 0xfe, 0x00]));
  const report = keeper().report(hashOf(Buffer.from([0xff, 0xfe, 0x00])));
  expect(report).toMatchObject({ content: null, trouble: expect.stringContaining("no text") });
});

test("killed between the new file and its place, the old content or the new one is there, whole, and the rest is swept", async () => {
  const size = 200_000;
  writeFileSync(file, "a".repeat(size));
  for (const afterMs of [5, 20, 45, 80]) {
    const child = spawn(process.execPath, [
      join(import.meta.dirname, "testing/replace-forever.ts"),
      file,
      String(size),
    ]);
    await nextLine(child);
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    const over = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await over;
    expect(["a", "b"].map((letter) => letter.repeat(size))).toContain(content());
  }
  writeFileSync(join(folder, ".lock.conf.locksmith-0123456789ab.new"), "half");
  writeFileSync(join(folder, ".lock.conf.locksmith-notes.new"), "of somebody");
  keeper();
  expect(readdirSync(folder).sort()).toEqual([".lock.conf.locksmith-notes.new", "lock.conf", "state"]);
});

test("an agent that was killed knows what it wrote, and comes back to what was promoted without a server", async () => {
  const first = keeper();
  await first.follow(shadow());
  await first.follow(run({ orderId: "op/2" }));
  expect(content()).toBe(fresh);
  await keeper().fallBack();
  expect(content()).toBe(old);
  writeFileSync(file, "mine\n");
  await keeper().fallBack();
  expect(content()).toBe("mine\n");
});

test("a file that may not be written is a trouble with its reason, and nothing is left beside it", async () => {
  const kept = keeper();
  chmodSync(folder, 0o555);
  const asRoot = process.getuid?.() === 0;
  await kept.follow(run());
  chmodSync(folder, 0o755);
  if (!asRoot) expect(kept.report(null).trouble).toContain("EACCES");
  expect(readRunning(file)).toMatchObject({ hash: asRoot ? ref(fresh, 2).hash : ref(old, 1).hash });
});
