import { expect, test } from "vitest";
import { KeeperLink } from "./keeper-link.ts";

/** A link whose waits the test ends; `next` is the wait before the next start. */
function linkTo(command: () => [string, ...string[]]) {
  const waits: { ms: number; run: () => void }[] = [];
  const arrived: ((wait: { ms: number; run: () => void }) => void)[] = [];
  let nowMs = 0;
  const after = (ms: number, run: () => void) => {
    const wait = { ms, run };
    const taker = arrived.shift();
    if (taker === undefined) waits.push(wait);
    else taker(wait);
    return () => undefined;
  };
  const link = new KeeperLink({ command, monoMs: () => nowMs, after });
  const next = () => {
    const waiting = waits.shift();
    return waiting === undefined
      ? new Promise<(typeof waits)[0]>((resolve) => arrived.push(resolve))
      : waiting;
  };
  return { link, next, pass: (ms: number) => (nowMs += ms) };
}

test.each([
  ["that is not there", (): [string] => ["/nowhere/keeper"]],
  ["that ends at once", (): [string, ...string[]] => [process.execPath, "-e", "process.exit(3)"]],
])("a keeper %s is started ever more slowly, and the end does not wait for it", async (_, command) => {
  const { link, next } = linkTo(command);
  const waits: number[] = [];
  for (let tries = 0; tries < 4; tries += 1) {
    const { ms, run } = await next();
    waits.push(ms);
    run();
  }
  expect(waits).toEqual([100, 200, 400, 800]);
  expect(await link.finish()).toBeNull();
});

test("one that stayed and was ended by somebody is followed at once, and the next is told everything", async () => {
  const says = "process.stdin.once('data', (d) => console.log(d.toString().split('\\n')[0]))";
  const { link, next, pass } = linkTo(() => [
    process.execPath,
    "-e",
    `${says}; process.stdin.on('end', () => process.exit())`,
  ]);
  pass(5_000);
  process.kill(link.pid, "SIGKILL");
  link.tell({ kind: "told-before" } as never);
  const { ms, run } = await next();
  expect(ms).toBe(0);
  run();
  expect(await link.finish()).toEqual({ kind: "told-before" });
});
