import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";
import { lives, named, signalOwn } from "./processes.ts";

test("only the process that was written down by number and start is ended, never one of which the start was not known", async () => {
  const child = spawn("sleep", ["60"], { stdio: "ignore" });
  try {
    const own = named(child.pid ?? 0);
    for (const startTime of [0, own.startTime + 1, own.startTime - 1]) {
      const other = { pid: own.pid, startTime };
      expect(lives(other)).toBe(false);
      signalOwn(other, "SIGKILL");
    }
    const ended = once(child, "exit");
    // It would have been killed before, had one of those been sent.
    signalOwn(own, "SIGTERM");
    expect((await ended)[1]).toBe("SIGTERM");
    expect(lives(own)).toBe(false);
  } finally {
    child.kill("SIGKILL");
  }
});
