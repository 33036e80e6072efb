import { expect, test } from "vitest";
import type { ProcessIdentity } from "#lib/domain/identity.ts";
import { heldBySession, shortCommand } from "./layer-holders.ts";

const watchdog: ProcessIdentity = {
  node: "node-7",
  bootId: "b1",
  pidNs: "1",
  pid: 18_433,
  startTime: 777,
  instanceId: "watchdog-1",
};
/** As an agent sees it: no scan knows the instance id that a process gave itself. */
const seen = { ...watchdog, instanceId: "" };

test("a lock is the successor's when one of its own processes alone holds it", () => {
  const child = { ...watchdog, pid: 18_500, startTime: 900 };
  expect(heldBySession([seen], [watchdog])).toBe(true);
  expect(heldBySession([seen, { ...child, instanceId: "" }], [watchdog, child])).toBe(true);
});

test("it is not when another holds it too, or when only the number is the same", () => {
  expect(heldBySession([seen, { ...seen, pid: 21_259 }], [watchdog])).toBe(false);
  for (const other of [{ startTime: 778 }, { bootId: "b2" }, { node: "node-8" }, { pidNs: "2" }]) {
    expect(heldBySession([{ ...seen, ...other }], [watchdog])).toBe(false);
  }
});

test("nor when its holders are not known, or the session named no process", () => {
  expect(heldBySession([], [watchdog])).toBe(false);
  expect(heldBySession([seen], [])).toBe(false);
});

test("a command is called by its program and its first words, never by its whole line", () => {
  const guard = "/opt/app/.bin/node /opt/app/main.ts guard --server http://127.0.0.1:1 --token-file /t";
  expect(shortCommand(guard)).toBe("node main.ts guard");
  expect(shortCommand("cat /tmp/drill-x/lock-manager.fifo")).toBe("cat lock-manager.fifo");
  expect(shortCommand("worker-3000 --run")).toBe("worker-3000");
  expect(shortCommand("curl https://example.org/x")).toBe("curl");
  expect(shortCommand("/srv/data/ a b c d")).toBe("data/ a b");
  expect(shortCommand("")).toBe("");
  expect(shortCommand("\u001b[31mx".repeat(100)).length).toBeLessThanOrEqual(200);
});
