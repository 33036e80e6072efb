import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CurrentDrill, DrillRow } from "#lib/contract/drills.ts";
import type { IncidentDetail } from "#lib/contract/incidents.ts";
import type { DrillVariation } from "#lib/domain/drill/drill.ts";
import { DrillProcess } from "#lib/launch/testing/drill-process.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";

const chains: readonly (readonly DrillVariation[])[] = [
  ["main", "on-call-silent"],
  ["holder-alive", "partitioned"],
];
const servers: ServerProcess[] = [];
const played = new Map<DrillVariation, Promise<Played>>();

/** Each server has one drill at a time; two go on beside each other, because most of it is waiting for time to pass. */
beforeAll(async () => {
  for (const chain of chains) {
    const server = await startServer({ pages: false });
    servers.push(server);
    let before: Promise<unknown> = Promise.resolve();
    for (const variation of chain) {
      const one = before.then(() => play(server, variation));
      before = one.catch(() => undefined);
      played.set(variation, one);
    }
  }
});
afterAll(async () => {
  await Promise.allSettled(played.values());
  await Promise.all(servers.map((server) => server.stop()));
});

const outcome = (variation: DrillVariation) => played.get(variation) ?? Promise.reject(new Error(variation));

describe("the autopilot", { timeout: 150_000 }, () => {
  test("repairs the story with proof, and is paged and answered as a person is", async () => {
    const { drill, incident, audits } = await outcome("main");
    expect(drill.acts.map(({ state }) => state)).toEqual([...Array(11).fill("over"), "on"]);
    expect(drill.score).toMatchObject({ wrongMoves: [], proofMs: expect.any(Number) });
    expect(incident.operations.map(({ kind, state }) => `${kind} ${state}`).sort()).toEqual(
      expect.arrayContaining(["canary failed", "clear done", "clear done", "drain done"]),
    );
    // Each person did their own part, and nobody else's.
    const by = (action: string) =>
      new Set(audits.filter((one) => one.action === action).map((one) => one.actor));
    expect([...by("operation.confirm")]).toEqual(["drill:commander (user drill:commander)"]);
    expect([...by("operation.acknowledge")]).toEqual(["drill:on-call (user drill:on-call)"]);
  });

  test("asks again where the on-call does not answer", async () => {
    const { drill, audits } = await outcome("on-call-silent");
    const asked = audits.filter(({ action }) => action === "operation.ask");
    expect(asked.length).toBeGreaterThan(0);
    expect(drill.coach.some(({ kind }) => kind === "trap")).toBe(true);
  });

  test("takes nothing from an owner who is only silent", async () => {
    const { incident, audits } = await outcome("holder-alive");
    expect(incident.operations.filter(({ kind }) => kind === "clear")).toEqual([]);
    expect(audits.filter(({ action }) => action === "operation.clear")).toEqual([]);
  });

  test("clears nothing on a node that is cut off", async () => {
    const { incident, drill } = await outcome("partitioned");
    expect(incident.operations.filter(({ kind }) => kind === "clear")).toEqual([]);
    expect(drill.score?.wrongMoves).toEqual([]);
  });
});

interface Played {
  drill: DrillRow;
  incident: IncidentDetail;
  audits: { action: string; actor: string; outcome: string }[];
}

/** Plays a variation to its score, with every goal met, and ends it. */
async function play(server: ServerProcess, variation: DrillVariation): Promise<Played> {
  const get = async <T>(path: string): Promise<T> => {
    const headers = { authorization: `Bearer ${server.adminToken}` };
    return (await fetch(`${server.url}/api/v1${path}`, { headers })).json();
  };
  const begunAt = Date.now();
  const process = new DrillProcess(server, ["--autopilot", "--variation", variation]);
  const last = await process.line(
    ({ state, text }) => state === "coach" && /^The (?:score:|autopilot gave up)/.test(String(text)),
  );
  expect(last).toMatchObject({ text: expect.stringContaining("The score:") });
  const { drill } = await get<CurrentDrill>("/drills/current");
  if (drill?.incidentId == null) throw new Error("the drill came to no incident");
  expect(drill.score?.goals.filter(({ met }) => met !== true)).toEqual([]);
  const incident = await get<IncidentDetail>(`/incidents/${drill.incidentId}`);
  expect(incident).toMatchObject({ state: "resolved", commander: { id: "drill:commander" } });
  const { items } = await get<{ items: Played["audits"] }>(
    `/audit?action=operation.&from=${begunAt}&limit=1000`,
  );
  await process.child.stop(15_000);
  return { drill, incident, audits: items };
}
