import { fileURLToPath } from "node:url";
import { startChild, stopChild } from "./child.ts";
import { Connection, ratesInTurns } from "./http-load.ts";
import type { BenchServer } from "./server.ts";
import { compare, type Row } from "./stats.ts";

const sessions = 10_000;
const perRequest = 500;
const clients = 8;
/**
 * While the peer has its turn, nobody beats here. Turns as long as a rhythm of some milliseconds lets a session be
 * silent would measure how fast ten thousand verdicts are written, and not beats.
 */
const turnMs = 300;

/** Batched beats, folded and queryable, and a bare node:http server that parses the same JSON, in turns. */
export async function benchBeats(server: BenchServer, durationMs: number): Promise<Row[]> {
  const ids = await openSessions(server);
  const bare = await startChild([fileURLToPath(new URL("./bare-json-server.ts", import.meta.url))]);
  const lanes = (port: number, headers: Record<string, string> = {}) =>
    Array.from({ length: clients }, () => new Connection(port, headers));
  const ownLanes = lanes(server.port, server.headers);
  const peerLanes = lanes(Number(bare.line));
  try {
    const loads = [beatRounds(ownLanes, "/api/v1/beats", ids), beatRounds(peerLanes, "/", ids)];
    const [ours = Number.NaN, peer = Number.NaN] = (
      await ratesInTurns(loads, durationMs, Math.ceil(durationMs / turnMs))
    ).map((requests) => requests * beatsPerRequest(ids));
    await provesQueryable(server, ids);
    return [
      compare({
        measure: `beats, ${perRequest} a request, ${sessions.toLocaleString("en-US")} sessions`,
        ours,
        peer,
        peerName: "bare node:http",
        unit: "beats/s",
        atLeast: 0.5,
        note: ours >= 10_000 ? "and ≥ 10,000/s: met" : "and ≥ 10,000/s: MISSED",
      }),
    ];
  } finally {
    for (const lane of [...ownLanes, ...peerLanes]) lane.close();
    await stopChild(bare.child);
  }
}

async function openSessions(server: BenchServer): Promise<string[]> {
  const lanes = Array.from({ length: 32 }, () => new Connection(server.port, server.headers));
  const ids: string[] = [];
  let next = 0;
  await Promise.all(
    lanes.map(async (lane) => {
      for (let i = next++; i < sessions; i = next++) {
        const opened = await lane.post<{ sessionId: string }>("/api/v1/sessions", {
          node: `bench-${i % 1000}`,
          service: "beater",
          instanceId: `bench-instance-${i}`,
          ttlMs: 600_000,
        });
        ids.push(opened.sessionId);
      }
      lane.close();
    }),
  );
  return ids;
}

function beatRounds(
  lanes: readonly Connection[],
  path: string,
  ids: readonly string[],
): (() => Promise<void>)[] {
  const slice = Math.floor(ids.length / clients);
  let counter = 0;
  return lanes.map((lane, i) => {
    const own = ids.slice(i * slice, (i + 1) * slice);
    let from = 0;
    return async () => {
      counter += 1;
      const beats = own.slice(from, from + perRequest).map((sessionId) => ({ sessionId, counter }));
      from = from + perRequest >= own.length ? 0 : from + perRequest;
      const answer = await lane.post<{ accepted: number }>(path, { beats });
      if (answer.accepted !== beats.length) throw new Error(`${answer.accepted} of ${beats.length} accepted`);
    };
  });
}

/** Slices do not divide evenly into requests; the mean size of a request is what counts. */
function beatsPerRequest(ids: readonly string[]): number {
  const slice = Math.floor(ids.length / clients);
  return slice / Math.ceil(slice / perRequest);
}

async function provesQueryable(server: BenchServer, ids: readonly string[]): Promise<void> {
  const answer = await fetch(`${server.url}/api/v1/owners/${ids[0]}/beats`, {
    headers: server.headers,
    signal: AbortSignal.timeout(30_000),
  });
  const history = (await answer.json()) as { raw?: unknown[] };
  if (!Array.isArray(history.raw) || history.raw.length === 0) throw new Error("the beats cannot be queried");
}
