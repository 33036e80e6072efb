import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { judge, selfIdentity } from "./identity.mjs";

const self = selfIdentity();

test("this process is alive", () => {
  expect(judge(self)).toBe("alive");
});

test("a process that ended is dead", async () => {
  const child = spawn("sleep", ["60"]);
  await once(child, "spawn");
  const identity = { ...self, pid: child.pid ?? 0, startTime: "" };
  expect(judge(identity)).toBe("alive");
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(judge(identity)).toBe("dead");
});

test.runIf(self.startTime !== "")("a PID that was used again does not count as the same process", () => {
  expect(judge({ ...self, startTime: "1" })).toBe("dead");
});

test.runIf(self.boot !== "")(
  "a process of an earlier boot of this host is dead, of another host unknown",
  () => {
    expect(judge({ ...self, boot: "another" })).toBe("dead");
    expect(judge({ ...self, boot: "another", host: "elsewhere" })).toBe("unknown");
  },
);

test.runIf(self.pidNamespace !== "")("a PID of another namespace proves nothing", () => {
  expect(judge({ ...self, pidNamespace: "pid:[1]" })).toBe("unknown");
});
