import fc from "fast-check";
import { expect, test } from "vitest";
import {
  expandView,
  parseViewQuery,
  viewIdIn,
  viewLists,
  viewNameProblem,
  viewQueryOf,
  viewQueryProblem,
} from "./saved-view.ts";

const list = fc.constantFrom(...viewLists);
const names = [
  "q",
  "state",
  "verdict",
  "kind",
  "sort",
  "cols",
  "open",
  "row",
  "kiosk",
  "view",
  "constructor",
];
const address = fc.array(fc.tuple(fc.constantFrom(...names), fc.string({ unit: "grapheme" })));

test("any address becomes filters that the list has, and these come back as they were", () => {
  fc.assert(
    fc.property(list, address, (one, pairs) => {
      const query = viewQueryOf(one, pairs);
      expect(viewQueryProblem(one, query)).toBeNull();
      expect(viewQueryOf(one, parseViewQuery(one, query))).toBe(query);
      for (const name of parseViewQuery(one, query).keys()) {
        expect(["view", "kiosk", "row", "constructor"]).not.toContain(name);
      }
    }),
  );
});

test("what the address says wins over the view, also when it says nothing at all", () => {
  fc.assert(
    fc.property(list, address, address, (one, saved, said) => {
      const query = viewQueryOf(one, saved);
      const whole = new URLSearchParams(expandView(one, query, said) ?? said.map(([a, b]) => [a, b]));
      for (const [name, value] of said) {
        const first = said.find(([other]) => other === name)?.[1];
        if (first === value) expect(whole.get(name)).toBe(new URLSearchParams([[name, value]]).get(name));
      }
      for (const [name, value] of parseViewQuery(one, query)) {
        if (!said.some(([other]) => other === name)) expect(whole.get(name)).toBe(value);
      }
      expect(expandView(one, query, whole)).toBeNull();
    }),
  );
});

test("the order of an address and what it leaves unsaid make no other view; unknown parts are ignored", () => {
  const a = viewQueryOf("locks", new URLSearchParams("sort=-held&state=hot&world=all&kiosk=1&view=view_1"));
  const b = viewQueryOf("locks", new URLSearchParams("state=hot&q=&sort=-held&from=1"));
  expect(a).toBe("state=hot&sort=-held");
  expect(b).toBe(a);
  expect(expandView("locks", a, new URLSearchParams("view=x&state="))).toBe("view=x&state=&sort=-held");
});

test("a name hides nothing, and a filter of another list is none of this one", () => {
  for (const name of ["", " ", " a", "a\u202eb", "a\nb", "\u200b", "x".repeat(81), "\ud800"]) {
    expect(viewNameProblem(name), JSON.stringify(name)).not.toBeNull();
  }
  expect(viewNameProblem("Hot & stale: node-7 <b>")).toBeNull();
  expect(viewQueryProblem("locks", "actor=ada")).toMatch(/^only q, state/);
  expect(viewQueryProblem("audit", "actor=ada")).toBeNull();
  expect(viewQueryProblem("locks", `q=${"x".repeat(4_000)}`)).not.toBeNull();
});

test("an id is read from itself and from a link, and from nothing else", () => {
  const id = `view_${"Ev2o-As5_".repeat(2)}`;
  expect(viewIdIn(id)).toBe(id);
  expect(viewIdIn(`https://locks.example.org/locks?view=${id}&state=hot`)).toBe(id);
  expect(viewIdIn("my view")).toBeNull();
  expect(viewIdIn(`${id} x`)).toBeNull();
});
