import { expect, test } from "vitest";
import { limits } from "#lib/domain/limits.ts";
import { ada } from "#lib/server/operations/testing/clear-world.ts";
import { reopenIncident, resolveIncident } from "./end-incident.ts";
import { mergeByHand } from "./merge-incidents.ts";
import { openIncident } from "./open-incident.ts";
import { sweepIncidents } from "./sweep-incidents.ts";
import { IncidentWorld } from "./testing/incident-world.ts";

const input = (id: string) => ({ actor: ada, id, key: null });

async function openOne({ context }: IncidentWorld, resource: string): Promise<string> {
  const body = { title: `It is about ${resource}`, resource, lockId: null, severity: "info" } as const;
  return (await openIncident(context, ada, body, null)).id;
}

async function minutesOf({ context }: IncidentWorld): Promise<Set<string>> {
  const ids = new Set<string>();
  for await (const { value } of context.store.all("incident-minute")) ids.add(value.incidentId);
  return ids;
}

test("what was resolved goes after its time with all that was noted of it; what is open stays however old it is", async () => {
  const world = await IncidentWorld.open();
  const [over, part, open] = [
    await openOne(world, "over.conf"),
    await openOne(world, "part.conf"),
    await openOne(world, "open.conf"),
  ];
  await world.pass(2_000);
  await mergeByHand(world.context, input(part), { into: open, reason: "the same cause" });
  await resolveIncident(world.context, input(over), "It was nothing.");
  const resolvedAt = (await world.incidents()).find(({ id }) => id === over)?.resolvedAt ?? 0;
  const noted = await minutesOf(world);
  expect([noted.has(over), noted.has(open)]).toEqual([true, true]);

  expect(await sweepIncidents(world.context, resolvedAt)).toBe(0);
  expect(await sweepIncidents(world.context, resolvedAt + 365 * 86_400_000)).toBe(1);
  const left = (await world.incidents()).map(({ id }) => id);
  expect(left).not.toContain(over);
  // What is part of one that is open is still found from there.
  expect(left).toEqual(expect.arrayContaining([part, open]));
  expect((await minutesOf(world)).has(over)).toBe(false);
  expect((await minutesOf(world)).has(open)).toBe(true);
  expect(world.context.view.incidents.has(over)).toBe(false);

  await resolveIncident(world.context, input(open), "It was the same.");
  const later = world.context.clock.wallMs() + limits.retentionEventsMs;
  expect(await sweepIncidents(world.context, later)).toBeGreaterThan(0);
  await sweepIncidents(world.context, later);
  const ids = (await world.incidents()).map(({ id }) => id);
  expect([ids.includes(open), ids.includes(part)]).toEqual([false, false]);
});

test("one that is reopened while its round is under way keeps all that was noted of it", async () => {
  const world = await IncidentWorld.open();
  const { context } = world;
  const [again, over] = [await openOne(world, "again.conf"), await openOne(world, "over.conf")];
  await world.pass(2_000);
  for (const id of [again, over]) await resolveIncident(context, input(id), "It was nothing.");
  const noted = await world.samples(again);
  expect(noted.length).toBeGreaterThan(0);

  // The worst moment: all that is to go was looked up, and nothing has gone yet.
  const store = Object.create(context.store) as typeof context.store;
  store.all = async function* (kind) {
    yield* context.store.all(kind);
    await reopenIncident(context, input(again), "It is back.");
  };
  const later = context.clock.wallMs() + 365 * 86_400_000;
  expect(await sweepIncidents({ ...context, store }, later)).toBe(1);
  const [left, ...others] = await world.incidents();
  expect(others).toEqual([]);
  expect(left).toMatchObject({ id: again, state: "open" });
  expect(await world.samples(again)).toEqual(noted);
});
