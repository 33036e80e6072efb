import { expect, it, vi } from "vitest";
import { type Painter, paintPace } from "./before-paint.ts";

function tab() {
  let nowMs = 0;
  let paint: (() => void) | null = null;
  let late: { atMs: number; call: () => void } | null = null;
  const painter: Painter = {
    nowMs: () => nowMs,
    beforeNextPaint: (call) => {
      paint = call;
      return () => {
        paint = null;
      };
    },
    after: (delayMs, call) => {
      late = { atMs: nowMs + delayMs, call };
      return () => {
        late = null;
      };
    },
  };
  return {
    pace: paintPace(painter),
    paint: () => paint?.(),
    pass: (ms: number) => {
      nowMs += ms;
      if (late !== null && late.atMs <= nowMs) late.call();
    },
  };
}

const microtasks = () => Promise.resolve();

it("applies what comes after a silence without waiting for a paint, with all that is read in the same turn", async () => {
  const { pace } = tab();
  const queue = [1];
  const applied: number[][] = [];
  pace(() => applied.push([...queue]));
  queue.push(2);
  await microtasks();
  expect(applied).toEqual([[1, 2]]);
});

it("applies what follows soon once, with the next paint", async () => {
  const { pace, paint, pass } = tab();
  pace(() => undefined);
  await microtasks();
  const apply = vi.fn();
  pass(10);
  pace(apply);
  await microtasks();
  expect(apply).not.toHaveBeenCalled();
  paint();
  pass(1_000);
  expect(apply).toHaveBeenCalledTimes(1);
});

it("applies it after a moment in a tab that does not paint, and not again when it does", async () => {
  const { pace, paint, pass } = tab();
  pace(() => undefined);
  await microtasks();
  const apply = vi.fn();
  pace(apply);
  pass(250);
  expect(apply).toHaveBeenCalledTimes(1);
  paint();
  expect(apply).toHaveBeenCalledTimes(1);
});
