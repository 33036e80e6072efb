import { expect, test } from "vitest";
import type { IncidentSample } from "#lib/domain/incidents/incident.ts";
import { limits } from "#lib/domain/limits.ts";
import { auditRow } from "#lib/server/audit/audit-row.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { removeDrill } from "#lib/server/drills/remove-drill.ts";
import {
  aimLock,
  commander,
  DrillLives,
  fill,
  fleet,
  putDrill,
} from "#lib/server/drills/testing/drill-life.ts";
import { kernelLock, kernelRecordOf } from "#lib/server/testing/records.ts";
import { IncidentWatch } from "./incident-watch.ts";
import { openIncident } from "./open-incident.ts";
import { readIncident } from "./read-incident.ts";
import { incidentFacts } from "./timeline-facts.ts";

const body = { title: "HOT", resource: aimLock, lockId: null, severity: "warning" } as const;

const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

async function samplesOn({ store }: ServerContext): Promise<IncidentSample[]> {
  const all: IncidentSample[] = [];
  for await (const { value } of store.all("incident-minute")) all.push(...value.samples);
  return all;
}

async function refusedPlan({ store, clock }: ServerContext): Promise<void> {
  const row = auditRow({
    at: clock.wallMs(),
    actor: "Ada",
    action: "operation.plan",
    target: `native/${aimLock}`,
    outcome: "refused",
    detail: "The evidence is older than one interval.",
  });
  await store.write((tx) => tx.audit(row));
}

test("what a drill looked like, and what was refused in it, is nothing of the next drill's incident", async () => {
  const lives = new DrillLives();
  const { context } = await lives.start();
  const watch = await IncidentWatch.open(context, (ms, run) => lives.time.setTimer(ms, run));
  watch.start();
  await putDrill(context);
  await fill(context, fleet, ["drill:node-7", "drill:node-8", "drill:node-9"], aimLock);
  await lives.time.advance(limits.recoveryGraceMs + 5_000, settle);
  await refusedPlan(context);
  await removeDrill(context, "a test ended it");
  await lives.time.advance(3_000, settle);
  await putDrill(context);
  const startedAt = context.clock.wallMs();
  await fill(context, fleet, ["drill:node-7"], aimLock);
  await lives.time.advance(2_000, settle);
  const { id } = await openIncident(context, commander, body, null);
  await lives.time.advance(2_000, settle);
  await refusedPlan(context);
  const samples = await samplesOn(context);
  expect(samples.length).toBeGreaterThan(0);
  expect(samples.map(({ at }) => at).filter((at) => at < startedAt)).toEqual([]);
  expect(samples.filter(({ nodes }) => Object.values(nodes).some((count) => count > 1))).toEqual([]);
  const facts = await incidentFacts(context, id, { audits: true });
  expect(facts.from).toBe(startedAt);
  expect(facts.audits).toHaveLength(1);
  await watch.stop();
});

test("whoever asks for an incident of a drill that was removed is told that it went with the drill", async () => {
  const { context } = await new DrillLives().start();
  await putDrill(context);
  const { id } = await openIncident(context, commander, body, null);
  await removeDrill(context, "a test ended it");
  await expect(readIncident(context, commander, id)).rejects.toMatchObject({
    code: "gone",
    message: expect.stringContaining("The drill is over"),
  });
  // Of one whose id says nothing any more, it is one of the reasons.
  await expect(readIncident(context, commander, "inc_never")).rejects.toMatchObject({
    code: "not-found",
    message: expect.stringContaining("of a drill that has ended"),
  });
});

test("what was wrong in a drill opens no incident of the next one, however soon that begins", async () => {
  const lives = new DrillLives();
  const { context } = await lives.start();
  const watch = await IncidentWatch.open(context, (ms, run) => lives.time.setTimer(ms, run));
  watch.start();
  await lives.time.advance(limits.recoveryGraceMs, settle);
  await putDrill(context);
  await fill(context, fleet, ["drill:node-7", "drill:node-8"], aimLock);
  const lock = { ...kernelLock("drill:node-7", "x", [1]), resource: aimLock };
  const stale = kernelRecordOf("drill:node-7", lock, "orphan");
  await context.store.write((tx) => tx.put("kernel-lock", "drill:node-7/x", stale));
  await lives.time.advance(limits.incidentPatienceMs + 2_000, settle);
  expect([...context.incidents.all()]).toHaveLength(1);
  await removeDrill(context, "a test ended it");
  await putDrill(context);
  await lives.time.advance(limits.incidentPatienceMs + 2_000, settle);
  expect([...context.incidents.all()]).toEqual([]);
  await watch.stop();
});
