import fc from "fast-check";
import { expect, test } from "vitest";
import { severities } from "#lib/domain/states.ts";
import { lastEvents, type WallEvent } from "./wall-events.ts";

const event = (at: number, kind: string, text: string, severity: WallEvent["severity"] = "warning") => ({
  ...{ at, kind, text, severity },
});

test("six owners that fell silent together are one line with a count, and what else happened stays", () => {
  const silent = [1, 2, 3, 4, 5, 6].map((n) =>
    event(100_000 - n, "session.lost", `writer-${n} on node-${n} is lost.`),
  );
  const lines = lastEvents(
    [
      ...silent,
      event(90_000, "lock.hot", "aim refuses somebody."),
      event(30_000, "session.lost", "an hour before"),
    ],
    8,
  );
  expect(lines.map(({ event: { text }, alike, atLeast }) => [text, alike, atLeast])).toEqual([
    ["writer-1 on node-1 is lost.", 5, false],
    ["aim refuses somebody.", 0, true],
    ["an hour before", 0, true],
  ]);
  // A full list that ends within the minute may not have all of them; one that is not full has.
  expect(lastEvents(silent, 6)).toMatchObject([{ alike: 5, atLeast: true }]);
  expect(lastEvents(silent, 7)).toMatchObject([{ alike: 5, atLeast: false }]);
});

test("what two rules said in the same words is one, and counts nobody twice", () => {
  const words = "guardian on node-7 was silent.";
  const lines = lastEvents([event(2, "verdict.suspect", words), event(1, "session.lost", words)], 30);
  expect(lines).toMatchObject([{ alike: 0 }]);
});

test("the sessions of Locksmith's own agents are no news; what its server and the nodes say is", () => {
  const lines = lastEvents(
    [
      event(4, "session.lost", "locksmith-agent on node-7 was silent."),
      event(3, "verdict.suspect", "In doubt: locksmith-agent on node-7 has not been heard."),
      event(2, "node.silent", "The agent on node-7 is silent."),
      event(1, "server.started", "The server started.", "info"),
    ],
    30,
  );
  expect(lines.map(({ event: { kind } }) => kind)).toEqual(["node.silent", "server.started"]);
});

test("every event is in a line, or counted in one of its severity; lines keep their order", () => {
  const anyEvent = fc.record({
    at: fc.nat(200_000),
    kind: fc.constantFrom("a", "b"),
    severity: fc.constantFrom(...severities),
    text: fc.string({ minLength: 1, maxLength: 2 }),
  });
  fc.assert(
    fc.property(fc.uniqueArray(anyEvent, { selector: ({ text }) => text }), (some) => {
      const events = some.toSorted((a, b) => b.at - a.at);
      const lines = lastEvents(events, 30);
      expect(lines.reduce((sum, { alike }) => sum + 1 + alike, 0)).toBe(events.length);
      expect(lines.map(({ event: { at } }) => at)).toEqual(
        lines.map(({ event: { at } }) => at).toSorted((a, b) => b - a),
      );
    }),
  );
});
