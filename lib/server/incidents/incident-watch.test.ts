import { expect, test } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import { ada, ben, resource } from "#lib/server/operations/testing/clear-world.ts";
import { kernelLock } from "#lib/server/testing/records.ts";
import { acknowledgeIncident } from "./acknowledge-incident.ts";
import { resolveIncident } from "./end-incident.ts";
import { openIncident } from "./open-incident.ts";
import { setSeverity } from "./set-severity.ts";
import { IncidentWorld } from "./testing/incident-world.ts";

const input = (id: string) => ({ actor: ada, id, key: null });
const watchMs = 2 * limits.incidentWatchMs;

/** A guardian that is dead for a while, and three nodes that are refused because of it. */
async function stuckFleet(): Promise<{ world: IncidentWorld; id: string }> {
  const world = await IncidentWorld.open();
  await world.pass(limits.incidentPatienceMs + watchMs);
  for (const node of ["drone-1", "drone-2", "drone-3"]) await world.refuse(node);
  await world.pass(1_500);
  return { world, id: (await world.only()).id };
}

/** Two people clear the lease; nobody guards the resource afterwards. */
async function repair({ world, context }: IncidentWorld): Promise<void> {
  const plan = await world.plan();
  await world.confirm(plan, ada);
  await world.pass(1_000);
  await world.acknowledge(plan, ben);
  await world.pass(2_000);
  expect(context.view.locks.rows.get(`native/${resource}`)?.verdict).toBeNull();
}

test("a stale lease and its silent guardian are one incident, critical once it stops the fleet, with one page", async () => {
  const { world } = await stuckFleet();
  const incident = await world.only();
  expect(incident).toMatchObject({
    state: "open",
    severity: "critical",
    title: `Stale lock on ${resource} stops the fleet`,
    resources: [resource],
    nodes: ["node-7"],
    lockId: `native/${resource}`,
    affected: 3,
    refusals: 3,
    refusedNodes: 3,
    affectedNodes: ["drone-1", "drone-2", "drone-3"],
    pageId: expect.stringMatching(/^pag_/),
  });
  const rules = incident.signals.map(({ rule }) => rule).sort();
  expect(rules).toEqual(["fleet-affected", "guardian-silent", "stale-lock", "stale-refusing"]);
  expect(await world.told()).toEqual(["opened", "severity"]);
  expect(world.context.paging.pages.size).toBe(1);
  expect(world.world.trouble).toEqual([]);
});

test("what is wrong for a moment opens none", async () => {
  const world = await IncidentWorld.open();
  await world.pass(limits.incidentPatienceMs - 1_000);
  expect(await world.incidents()).toEqual([]);
});

test("it is acknowledged with its page, calm only when nothing was wrong for a while, and closed by a person", async () => {
  const { world, id } = await stuckFleet();
  const { context } = world;
  await acknowledgeIncident(context, input(id), "On it.");
  const page = () => [...context.paging.pages.values()].map(({ record }) => record)[0];
  expect(page()).toMatchObject({ acknowledgedBy: "Ada", resolvedAt: null, link: `/incidents/${id}` });
  await expect(resolveIncident(context, input(id), "It is over.")).rejects.toMatchObject({ code: "not-now" });
  await repair(world);
  await world.pass(limits.incidentCalmMs + limits.hotWindowMs);
  const left = (await world.only()).signals.filter(({ clearedAt }) => clearedAt === null);
  expect(left.map(({ rule }) => rule)).toEqual(["guardian-silent"]);
  await resolveIncident(context, input(id), "Nobody needs to guard it any more.");
  await world.pass(60_000);
  expect(await world.only()).toMatchObject({ state: "resolved", severity: "critical" });
  expect(page()?.resolvedAt).not.toBeNull();
  expect(await world.told()).toEqual(["opened", "severity", "acknowledged", "resolved"]);
  // What was accepted stays so; time alone makes no new incident of it, nor does a restart.
  world.world.time.jumpWall(2 * limits.incidentReopenMs);
  await world.pass(limits.incidentPatienceMs + watchMs);
  await world.restart();
  await world.pass(limits.recoveryGraceMs + 30_000);
  expect(await world.only()).toMatchObject({ id, state: "resolved" });
});

test("it is mitigated by itself when the guardian's place is taken, and open again when it begins again", async () => {
  const { world, id } = await stuckFleet();
  await repair(world);
  const guard = await world.guard("watchdog");
  await world.pass(limits.incidentCalmMs + 3_000);
  expect(await world.only()).toMatchObject({ id, state: "mitigated", affected: 0 });
  guard.die();
  await world.pass(20_000);
  expect(await world.only()).toMatchObject({ id, state: "open", mitigatedAt: null, returns: 1 });
  expect(await world.told()).toEqual(["opened", "severity", "mitigated", "reopened"]);
});

test("one that was acknowledged, was quiet for long and comes back is nobody's, and pages again", async () => {
  const { world, id } = await stuckFleet();
  await acknowledgeIncident(world.context, input(id), "on it");
  await repair(world);
  const guard = await world.guard("watchdog");
  await world.pass(limits.incidentCalmMs + 3_000);
  const quiet = await world.only();
  expect(quiet).toMatchObject({ state: "mitigated", acknowledged: { by: { name: ada.name } } });
  await world.pass(limits.incidentReopenMs);
  const pages = world.context.paging.pages.size;
  guard.die();
  await world.pass(20_000);
  for (const node of ["drone-1", "drone-2", "drone-3"]) await world.refuse(node);
  await world.pass(limits.incidentPatienceMs + watchMs);
  const again = await world.only();
  expect(again).toMatchObject({ id, state: "open", acknowledged: null, returns: 1 });
  expect(again.pageId).not.toBe(quiet.pageId);
  expect(world.context.paging.pages.size).toBe(pages + 1);
  expect(world.context.paging.pages.get(again.pageId ?? "")).toMatchObject({
    record: { acknowledgedAt: null, incidentId: id },
  });
});

test("killed at any time, the server goes on with the same incident, and counts no refusal twice", async () => {
  const { world, id } = await stuckFleet();
  const before = await world.only();
  await world.restart();
  expect(await world.only()).toEqual(before);
  await world.pass(limits.recoveryGraceMs + 30_000);
  const after = await world.only();
  expect(after).toMatchObject({ id, state: "open", severity: "critical", pageId: before.pageId });
  expect(after.refusals).toBe(before.refusals);
  expect(await world.told()).toEqual(["opened", "severity"]);
  expect(world.context.paging.pages.size).toBe(1);
});

test("after a restart nothing is concluded before the grace period is over", async () => {
  const world = await IncidentWorld.open();
  await world.pass(2_000);
  await world.restart();
  await world.pass(limits.recoveryGraceMs - 1_000);
  expect(await world.incidents()).toEqual([]);
  await world.pass(20_000);
  expect(await world.incidents()).toHaveLength(1);
});

test("how grave a person says it is, it stays; and what a person opened ends when a person says so", async () => {
  const world = await IncidentWorld.open();
  const body = { title: "It looks odd", resource, lockId: null, severity: "info" } as const;
  const { id } = await openIncident(world.context, ada, body, null);
  await world.pass(limits.incidentPatienceMs + watchMs);
  expect(await world.only()).toMatchObject({ id, severity: "warning", title: "It looks odd" });
  await setSeverity(world.context, input(id), { severity: "info", reason: "Only a test bench." });
  for (const node of ["drone-1", "drone-2", "drone-3"]) await world.refuse(node);
  await world.pass(3_000);
  expect(await world.only()).toMatchObject({ severity: "info", affected: 3, pageId: null });
});

test("who acknowledged it while it was less grave is named on the page that goes out when it is critical", async () => {
  const world = await IncidentWorld.open();
  await world.pass(limits.incidentPatienceMs + watchMs);
  const { id, severity } = await world.only();
  expect(severity).toBe("warning");
  await acknowledgeIncident(world.context, input(id), "");
  expect(world.context.paging.pages.size).toBe(0);
  for (const node of ["drone-1", "drone-2", "drone-3"]) await world.refuse(node);
  await world.pass(1_500);
  const pages = [...world.context.paging.pages.values()].map(({ record }) => record);
  expect(pages).toMatchObject([{ incidentId: id, acknowledgedBy: "Ada", resolvedAt: null }]);
});

test.each([
  ["soon, is the same incident, as new", 0, 1],
  ["after half an hour, is another one", limits.incidentReopenMs, 2],
])("what was resolved and begins again %s", async (_, laterMs, count) => {
  const { world, id } = await stuckFleet();
  await repair(world);
  const first = await world.guard("watchdog");
  await world.pass(30_000);
  await resolveIncident(world.context, input(id), "Cleared, and guarded again.");
  world.world.time.jumpWall(laterMs);
  first.die();
  await world.pass(30_000);
  const all = await world.incidents();
  expect(all).toHaveLength(count);
  expect(all.at(-1)).toMatchObject({ state: "open", acknowledged: null, resolution: null });
  expect(all.at(-1)?.id === id).toBe(count === 1);
});

test("how the fleet stood is noted when it changes, at most once a second, with the minutes before", async () => {
  const { world, id } = await stuckFleet();
  await world.pass(5_000);
  const samples = await world.samples(id);
  expect(samples.length).toBeGreaterThan(1);
  expect(samples.at(-1)).toMatchObject({ refusals: 3, refusedNodes: 3 });
  const times = samples.map(({ at }) => at);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  const { openedAt } = await world.only();
  expect(times[0]).toBeLessThan(openedAt);
  const count = samples.length;
  await world.pass(limits.hotWindowMs / 2);
  expect((await world.samples(id)).length).toBeLessThanOrEqual(count + 2);
});

test("two incidents that turn out to be one are merged: the older stays, the other leads there, its page is over", async () => {
  const world = await IncidentWorld.open();
  const { context } = world;
  const key = "flock/8:1:1/0-EOF";
  world.world.locks = [{ ...kernelLock("node-7", key, [11]), resource: "speed.conf" }];
  await world.pass(1_000);
  const body = { title: "It stands still", resource, lockId: null, severity: "critical" } as const;
  const first = await openIncident(context, ada, body, null);
  await world.pass(1_000);
  const lockId = `kernel/node-7/${key}`;
  const second = await openIncident(context, ada, { ...body, resource: "speed.conf", lockId }, null);
  // The stale lease has the resource of the one, and its holder was on the node of the other.
  await world.pass(limits.incidentPatienceMs + watchMs);
  const [kept, part] = await world.incidents();
  expect(part).toMatchObject({ id: second.id, state: "resolved", mergedInto: first.id });
  expect(kept).toMatchObject({ id: first.id, state: "open", resources: [resource, "speed.conf"] });
  const isOver = (id: string | null | undefined) =>
    context.paging.pages.get(id ?? "")?.record.resolvedAt != null;
  expect([isOver(kept?.pageId), isOver(part?.pageId)]).toEqual([false, true]);
  expect(await world.told()).toEqual(["opened", "opened", "merged", "merged"]);
});
