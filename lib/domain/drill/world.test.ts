import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Action, type Actor, actions, can, isAdmin, roles, writingOf } from "#lib/domain/roles.ts";
import { drillName, isDrillName } from "./names.ts";
import { isMixed, nameOn, worldRefusal } from "./world.ts";

/** Names that look like a drill's to a person, or to a careless program, and are real. */
const lookAlikes = [
  "Drill:x",
  "DRILL:x",
  "drill：x",
  " drill:x",
  "drill",
  "drill;x",
  "a/drill:x",
  "dri\u006c\u0301l:x",
  "\u200bdrill:x",
  "",
];
const anyName = fc.oneof(
  fc.string(),
  fc.constantFrom(...lookAlikes),
  fc.string().map((text) => `drill:${text}`),
);
const realName = anyName.filter((name) => !isDrillName(name));
const ofDrill = fc.string().map((text) => `drill:${text}`);

const fleet: Actor = { kind: "agent", id: "f", name: "f", node: "", drill: "drl_1" };
const played: Actor = { kind: "user", id: "drill:commander", name: "c", role: "approver", drill: "drl_1" };
const real: Actor[] = [
  ...roles.flatMap((role): Actor[] => [
    { kind: "user", id: "u", name: "u", role },
    { kind: "token", id: "t", name: "t", role },
  ]),
  { kind: "agent", id: "a", name: "a", node: "node-7" },
];

describe("who may write which name", () => {
  test("only the exact prefix is a label", () => {
    for (const name of lookAlikes) expect(isDrillName(name), name).toBe(false);
  });

  test("whoever belongs to a drill writes nothing that has one real name in it, and never nothing", () => {
    fc.assert(
      fc.property(fc.array(anyName), fc.constantFrom("machine", "person"), (names, writing) => {
        const refusal = worldRefusal({ drill: "drl_1" }, writing as "machine" | "person", names);
        expect(refusal === null).toBe(names.length > 0 && names.every(isDrillName));
      }),
    );
  });

  test("no real process writes a name of a drill; real people may", () => {
    fc.assert(
      fc.property(fc.array(realName), ofDrill, fc.nat(), (names, label, at) => {
        const mixed = names.toSpliced(at % (names.length + 1), 0, label);
        expect(worldRefusal({}, "machine", mixed)).not.toBeNull();
        expect(worldRefusal({}, "person", mixed)).toBeNull();
        expect(worldRefusal({}, "machine", names)).toBeNull();
      }),
    );
  });

  test("what a node reports is never of another world than the node, and loses nothing of its name", () => {
    fc.assert(
      fc.property(anyName, anyName, (node, name) => {
        const shown = nameOn(node, name);
        expect(isDrillName(shown)).toBe(isDrillName(node));
        expect(shown.endsWith(name)).toBe(true);
        expect(isMixed([node, shown])).toBe(false);
        expect(nameOn(node, shown)).toBe(shown);
      }),
    );
  });
});

test.each([
  "Drill:x",
  "DRILL:x",
  "drill：x",
  " drill:x",
  "\tdrill:x",
  "\u200bdrill:x",
  "dr\u00adill:x",
  "ｄｒｉｌｌ:x",
])("a real file that is called %j is not taken for a rehearsal", (name) =>
  expect(nameOn("node-7", name)).toBe(`real:${name}`),
);

test.each(["drill", "drill;x", "a/drill:x", "drills:x", "real:drill:x", ""])(
  "%j looks like no label",
  (name) => {
    expect(nameOn("node-7", name)).toBe(name);
  },
);

describe("rights", () => {
  const writes = actions.filter((action) => action !== "read");

  test("a drill's fleet writes the drill's nodes and no other; nobody real writes those, whatever their role", () => {
    fc.assert(
      fc.property(realName, ofDrill, fc.constantFrom(...writes), (node, label, action) => {
        expect(can(fleet, action, node).allowed && action !== "drill.run").toBe(false);
        if (writingOf(action) === "machine" && action !== "drill.run") {
          expect(can(fleet, action, label).allowed).toBe(true);
          for (const actor of real) expect(can(actor, action, label).allowed).toBe(false);
        }
      }),
    );
  });

  test("played people see and play, and have no account, service, policy, receiver or token", () => {
    const may = actions.filter((action) => can(played, action).allowed);
    expect(may).toEqual([
      "read",
      "operation.plan",
      "operation.confirm",
      "operation.acknowledge",
      "config.write",
      "incident.write",
      "drill.steer",
    ] satisfies Action[]);
  });

  test("a drill is run by its own runner alone, and managed by admins alone", () => {
    for (const actor of [...real, played]) expect(can(actor, "drill.run").allowed).toBe(false);
    expect(can(fleet, "drill.run").allowed).toBe(true);
    expect(can(fleet, "drill.manage").allowed).toBe(false);
    const admins = real.filter(isAdmin);
    for (const actor of real) expect(can(actor, "drill.manage").allowed).toBe(admins.includes(actor));
  });

  test("the label is put on once", () => {
    fc.assert(fc.property(anyName, (name) => drillName(drillName(name)) === drillName(name)));
  });
});
