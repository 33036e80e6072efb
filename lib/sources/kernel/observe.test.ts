import { afterAll, beforeAll, expect, test } from "vitest";
import type { ProcessIdentity } from "#lib/domain/identity.ts";
import { type HostView, readHostView } from "./host-view.ts";
import { observeProcess } from "./observe.ts";
import { ProcFs } from "./procfs.ts";
import { FakeProc } from "./testing/fake-proc.ts";

const fake = new FakeProc();
const proc = new ProcFs(fake.root);
let view: HostView;
beforeAll(() => {
  fake.put({ pid: 50, startTime: 700 });
  fake.put({ pid: 51, startTime: 700, state: "Z" });
  fake.put({ pid: 52, startTime: 700, state: "Z", threads: { 53: {} } });
  view = readHostView(proc, { uid: 0, groups: [] });
});
afterAll(() => fake.remove());

const asked = (change: Partial<ProcessIdentity>): ProcessIdentity => ({
  node: "n",
  bootId: view.bootId,
  pidNs: view.pidNs,
  pid: 50,
  startTime: 700,
  instanceId: "",
  ...change,
});

test.each<[string, Partial<ProcessIdentity>]>([
  ["alive", {}],
  ["reused", { startTime: 600 }],
  ["gone", { pid: 4_000 }],
  ["gone", { pid: 51 }],
  ["alive", { pid: 52 }],
  ["other-boot", { bootId: "another" }],
  ["foreign-namespace", { pidNs: "4026532999" }],
  ["foreign-namespace", { pid: -7 }],
  ["unreadable", { bootId: "" }],
])("%s: %j", (status, change) => expect(observeProcess(proc, view, asked(change))).toBe(status));

test("where processes are hidden, an absent one is not said to be gone", () => {
  expect(observeProcess(proc, { ...view, hidesProcesses: true }, asked({ pid: 4_000 }))).toBe("unreadable");
});
