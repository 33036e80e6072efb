import { expect, test } from "vitest";
import { type Ending, OpenStreams } from "./open-streams.ts";
import type { Standing } from "./standing.ts";

const dayMs = 86_400_000;

/** Streams whose timers run when the test moves the clock. */
function openStreams() {
  const clock = { now: 0, wallMs: () => clock.now, monoMs: () => clock.now };
  let timers: { at: number; run: () => void }[] = [];
  const after = (ms: number, run: () => void) => {
    const timer = { at: clock.now + ms, run };
    // What Node does with a longer one.
    if (ms > 2 ** 31 - 1) timer.at = clock.now + 1;
    timers.push(timer);
    return () => {
      timers = timers.filter((one) => one !== timer);
    };
  };
  const moveTo = (at: number) => {
    for (;;) {
      const next = timers.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined || next.at > at) break;
      timers = timers.filter((one) => one !== next);
      clock.now = next.at;
      next.run();
    }
    clock.now = at;
  };
  return { streams: new OpenStreams({ clock, after }), clock, moveTo, waiting: () => timers.length };
}

const wall = (expiresAt: number | null): Standing => ({
  actor: { kind: "display", id: "tok_wall", name: "west wall" },
  what: "display",
  keys: ["token:tok_wall"],
  expiresAt,
});

test("a right that expires ends its streams in that moment, however far off it was", async () => {
  const { streams, moveTo, waiting } = openStreams();
  const ticket = await streams.admit(async () => wall(60 * dayMs));
  const told: Ending[] = [];
  ticket?.onEnd((ending) => told.push(ending));
  moveTo(60 * dayMs - 1);
  expect([told, streams.count("token:tok_wall")]).toEqual([[], 1]);
  moveTo(60 * dayMs);
  expect(told).toEqual([{ reason: "expired", what: "display", at: 60 * dayMs, by: null }]);
  expect([streams.count("token:tok_wall"), waiting()]).toEqual([0, 0]);
});

test("a clock that was set forward is seen with the next look, as an end at its own time", async () => {
  const { streams, clock } = openStreams();
  const ticket = await streams.admit(async () => (clock.now < 1_000 ? wall(1_000) : null));
  clock.now = 5_000;
  expect(await ticket?.look()).toBe(false);
  const told: Ending[] = [];
  ticket?.onEnd((ending) => told.push(ending));
  expect(told).toEqual([{ reason: "expired", what: "display", at: 1_000, by: null }]);
});

test("who closed a stream is not counted, not told, and leaves no timer", async () => {
  const { streams, waiting } = openStreams();
  const [one, other] = [
    await streams.admit(async () => wall(dayMs)),
    await streams.admit(async () => wall(dayMs)),
  ];
  const told: string[] = [];
  one?.onEnd(() => told.push("one"));
  other?.onEnd(() => told.push("other"));
  expect(streams.count("token:tok_wall")).toBe(2);
  one?.close();
  expect([streams.count("token:tok_wall"), waiting()]).toEqual([1, 1]);
  streams.end("token:tok_wall", { reason: "revoked", what: "display", at: 0, by: "ada" });
  expect([told, streams.count("token:tok_wall"), waiting()]).toEqual([["other"], 0, 0]);
});
