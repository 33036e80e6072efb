import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { named } from "./processes.ts";

const main = join(import.meta.dirname, "../../cli/main.ts");

test("a runner that is killed in the middle of a word leaves nothing either", async () => {
  const started = spawn("sleep", ["60"], { stdio: "ignore" });
  onTestFinished(() => void started.kill("SIGKILL"));
  const ended = once(started, "exit");
  const keeper = spawn(process.execPath, [main, "drill-part", "keeper"], {
    stdio: ["pipe", "pipe", "ignore"],
  });
  onTestFinished(() => void keeper.kill("SIGKILL"));
  const over = once(keeper, "exit");
  const { pid, startTime } = named(started.pid ?? 0);
  keeper.stdin.end(`${JSON.stringify({ what: "process", pid, startTime })}\n{"what":"fol`);
  expect(await over).toEqual([0, null]);
  expect(await ended).toEqual([null, "SIGKILL"]);
});
