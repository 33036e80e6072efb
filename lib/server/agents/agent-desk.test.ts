import { expect, test } from "vitest";
import { ListeningClock } from "#lib/server/sessions/listening-clock.ts";
import { FakeTime } from "#lib/server/sessions/testing/fake-time.ts";
import { AgentDesk } from "./agent-desk.ts";

test("a server that did not run for an hour calls no agent silent, and takes no scan from before for a fresh one", async () => {
  const time = new FakeTime();
  const clock = new ListeningClock(time);
  const desk = new AgentDesk(clock, () => time.monoMs());
  expect([desk.sinceScanMs("node-7"), desk.scanAgeMs("node-7")]).toEqual([null, null]);
  desk.noteReport("node-7", 400);
  expect([desk.sinceScanMs("node-7"), desk.scanAgeMs("node-7")]).toEqual([400, 400]);
  await time.advance(3_600_000);
  clock.tick();
  expect(desk.sinceScanMs("node-7")).toBeLessThan(2_000);
  expect(desk.scanAgeMs("node-7")).toBe(3_600_400);
});
