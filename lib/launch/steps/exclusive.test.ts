import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { exclusively } from "./exclusive.mjs";
import { selfIdentity } from "./identity.mjs";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "exclusive-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const never = () => {
  throw new Error("nobody else holds it, so there is nothing to wait for");
};

test("the lock is there while the work runs and gone after it, also when the work fails", async () => {
  const path = join(dir, "lock");
  const seen = await exclusively(path, { onWait: never }, async () => existsSync(path));
  expect(seen).toBe(true);
  await expect(
    exclusively(path, { onWait: never }, () => Promise.reject(new Error("build"))),
  ).rejects.toThrow("build");
  expect(readdirSync(dir)).toEqual([]);
});

test("a lock whose holder is dead is taken over", async () => {
  const path = join(dir, "lock");
  writeFileSync(path, JSON.stringify({ ...selfIdentity(), startTime: "1", boot: "before", nonce: "n" }));
  expect(await exclusively(path, { onWait: never }, async () => "done")).toBe("done");
});

test("the lock of a living holder is waited for, and that is said once", async () => {
  const path = join(dir, "lock");
  const order: string[] = [];
  const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>();
  const first = exclusively(path, { onWait: never }, async () => {
    await mayEnd;
    order.push("first");
  });
  const onWait = () => {
    order.push("waits");
    end();
  };
  const second = exclusively(path, { onWait, pollMs: 1 }, async () => order.push("second"));
  await Promise.all([first, second]);
  expect(order).toEqual(["waits", "first", "second"]);
});

test("an unreadable lock is named, not guessed about", async () => {
  const path = join(dir, "lock");
  writeFileSync(path, "");
  await expect(exclusively(path, { onWait: never }, async () => 1)).rejects.toThrow(path);
});

test("many processes over a stale lock: the work of no two overlaps", async () => {
  const path = join(dir, "lock");
  const log = join(dir, "log");
  writeFileSync(path, JSON.stringify({ ...selfIdentity(), startTime: "1", boot: "before", nonce: "n" }));
  const script = `
    import { appendFileSync } from "node:fs";
    import { exclusively } from ${JSON.stringify(join(import.meta.dirname, "exclusive.mjs"))};
    await exclusively(${JSON.stringify(path)}, { onWait() {}, pollMs: 2 }, async () => {
      appendFileSync(${JSON.stringify(log)}, "in ");
      await new Promise((resolve) => setTimeout(resolve, 5));
      appendFileSync(${JSON.stringify(log)}, "out ");
    });`;
  const children = Array.from({ length: 12 }, () =>
    spawn(process.execPath, ["--input-type=module", "-e", script], { stdio: "inherit" }),
  );
  const codes = await Promise.all(children.map(async (child) => (await once(child, "exit"))[0]));
  expect(codes).toEqual(children.map(() => 0));
  expect(readFileSync(log, "utf8")).toBe("in out ".repeat(children.length));
});
