import { readFileSync, renameSync, statSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";
import { GuardedFolder } from "./testing/guarded-folder.ts";
import { guardedWrite } from "./testing/guarded-write.ts";

let server: ServerProcess;
let folder: GuardedFolder;
beforeAll(async () => {
  server = await startServer({ pages: false });
});
afterAll(() => server.stop());
beforeEach(() => {
  folder = new GuardedFolder();
});
afterEach(() => folder.end());

test("a guardian does not write over another file that was put in its place while somebody has that one's lock", async () => {
  const file = folder.newFile("replaced.conf");
  const one = folder.guard(server);
  await one.said('"guarding"');
  const fresh = folder.newFile("fresh.conf", "mode = theirs\n");
  const other = folder.lockElsewhere();
  while (!(await folder.isLocked())) await new Promise((resolve) => setTimeout(resolve, 20));
  renameSync(fresh, file);
  folder.file = file;
  const { ino } = statSync(file);
  const refused = guardedWrite(file, 1, "mode = ours\n");
  expect(refused.stderr).toContain("another process has its lock");
  expect(refused.exitCode).not.toBe(0);
  expect(readFileSync(file, "utf8")).toBe("mode = theirs\n");
  expect(statSync(file).ino).toBe(ino);
  other.end();
  for (;;) {
    const written = guardedWrite(file, 1, "mode = ours\n");
    if (written.exitCode === 0) break;
    expect(written.stderr).toContain("lock");
  }
  expect(readFileSync(file, "utf8")).toBe("mode = ours\n");
});
