import { readFileSync } from "node:fs";
import { builtEmptyApp, withEmptyApp } from "./empty-app.ts";
import { Connection } from "./http-load.ts";
import { OpenStreams } from "./open-streams.ts";
import type { BenchServer } from "./server.ts";
import { compare, median, type Row } from "./stats.ts";

const sessions = 10_000;
const streams = 1_000;
const clients = 32;
const perBatch = 500;
/** All sessions beat once in each round, spread over it: every five seconds, as those with a TTL of 15 seconds do. */
const rounds = 8;
const roundMs = 5_000;
/** Pages of the peer that are asked for at each batch of beats. */
const lanesPerTick = 20;

/**
 * Resident memory of the server while 10,000 sessions beat, each holding a lock, and 1,000 streams are open, against an
 * empty Next app with 1,000 open connections that each got its page and asks for it now and then. The peer knows of no
 * lock: the ratio says what all the state and the streams add to the least that a console in Next takes.
 */
export async function benchMemory(server: BenchServer): Promise<Row[]> {
  const ours = await ownMb(server);
  const peer = await emptyAppMb();
  return [
    compare({
      measure: `resident memory, ${sessions.toLocaleString("en-US")} sessions beating with a lock each, ${streams.toLocaleString("en-US")} streams`,
      ours: ours.loadedMb,
      peer,
      peerName: `empty Next app, ${streams.toLocaleString("en-US")} connections`,
      unit: "MB",
      atMost: 1.5,
      note: `median while they beat; at the start ${ours.startMb.toFixed(0)} MB, at most ${ours.peakMb.toFixed(0)} MB`,
    }),
  ];
}

async function ownMb(server: BenchServer): Promise<{ startMb: number; loadedMb: number; peakMb: number }> {
  const pid = server.child.pid ?? 0;
  const page = await fetch(`${server.url}/sign-in`, { signal: AbortSignal.timeout(30_000) });
  await page.text();
  const startMb = memoryMb(pid, "VmRSS");
  const ids = await openSessions(server);
  const target = { port: server.port, path: "/api/v1/stream", headers: server.headers };
  const open = await OpenStreams.open(target, streams, "event: hello");
  const lane = new Connection(server.port, server.headers);
  const samples: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (let from = 0; from < ids.length; from += perBatch) {
      const beats = ids.slice(from, from + perBatch).map((sessionId) => ({ sessionId, counter: round }));
      await lane.post("/api/v1/beats", { beats });
      await pause((roundMs * perBatch) / sessions);
      samples.push(memoryMb(pid, "VmRSS"));
    }
  }
  lane.close();
  open.close();
  return { startMb, loadedMb: median(samples.slice(samples.length / 2)), peakMb: memoryMb(pid, "VmHWM") };
}

/** Each takes a lock of its own. */
async function openSessions(server: BenchServer): Promise<string[]> {
  const ids: string[] = [];
  let next = 0;
  const lanes = Array.from({ length: clients }, () => new Connection(server.port, server.headers));
  await Promise.all(
    lanes.map(async (lane) => {
      for (let i = next++; i < sessions; i = next++) {
        const { sessionId } = await lane.post<{ sessionId: string }>("/api/v1/sessions", {
          node: `bench-${i % 1000}`,
          service: "holder",
          instanceId: `bench-instance-${i}`,
          ttlMs: 600_000,
        });
        await lane.post(`/api/v1/leases/bench-${i}.conf/acquire`, { sessionId });
        ids.push(sessionId);
      }
      lane.close();
    }),
  );
  return ids;
}

async function emptyAppMb(): Promise<number> {
  const folder = await builtEmptyApp();
  return withEmptyApp(folder, async ({ port, pid }) => {
    const lanes = Array.from({ length: streams }, () => new Connection(port));
    const samples: number[] = [];
    const ticks = (rounds * sessions) / perBatch;
    for (let tick = 0; tick < ticks; tick += 1) {
      const from = (tick * lanesPerTick) % lanes.length;
      for (const lane of tick === 0 ? lanes : lanes.slice(from, from + lanesPerTick)) await lane.read("/");
      await pause((roundMs * perBatch) / sessions);
      samples.push(memoryMb(pid, "VmRSS"));
    }
    for (const lane of lanes) lane.close();
    return median(samples.slice(samples.length / 2));
  });
}

function memoryMb(pid: number, what: "VmRSS" | "VmHWM"): number {
  const line = new RegExp(`^${what}:\\s+(\\d+) kB$`, "m").exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(line?.[1] ?? Number.NaN) / 1024;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
