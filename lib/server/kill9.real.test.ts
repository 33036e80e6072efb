import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";

const locks = Array.from({ length: 8 }, (_, i) => `kill9-${i}.conf`);

/** What one client was told of its lock, and whether a request was under way when the server died. */
interface Told {
  sessionId: string;
  epoch: number;
  holds: boolean;
  open: "acquire" | "release" | null;
}

interface Answer {
  status: number;
  body: { epoch: number; valid: boolean; sessionId: string; code: string };
}

async function post(server: ServerProcess, path: string, body: unknown): Promise<Answer> {
  const response = await fetch(`${server.url}/api/v1/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${server.adminToken}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}

async function openSession(server: ServerProcess): Promise<string> {
  const session = { node: "node-7", service: "kill9", instanceId: crypto.randomUUID(), ttlMs: 3_600_000 };
  return (await post(server, "sessions", session)).body.sessionId;
}

/** Acquires and releases until the server is gone; every acknowledged epoch is higher than all before. */
async function work(server: ServerProcess, lock: string, told: Told, onAnswer: () => void): Promise<void> {
  for (;;) {
    told.open = told.holds ? "release" : "acquire";
    const { sessionId, epoch } = told;
    const ask = told.holds ? { sessionId, epoch } : { sessionId };
    let answer: Answer;
    try {
      answer = await post(server, `leases/${lock}/${told.open}`, ask);
    } catch {
      return;
    }
    expect(answer).toMatchObject({ status: 200 });
    if (told.open === "acquire") expect(answer.body.epoch).toBeGreaterThan(told.epoch);
    told.epoch = answer.body.epoch;
    told.holds = !told.holds;
    told.open = null;
    onAnswer();
  }
}

/** After a restart: what was acknowledged is so, and what was under way is one of its two outcomes. */
async function verify(server: ServerProcess, lock: string, told: Told): Promise<void> {
  if (told.open === null) return expectHeld(server, lock, told.epoch, told.holds);
  if (told.open === "release") {
    // Held by us or given back; never somebody else's, never another epoch.
    const { status, body } = await post(server, `leases/${lock}/release`, told);
    expect(status === 200 || body.code === "lease-lost").toBe(true);
    told.holds = false;
    return expectHeld(server, lock, told.epoch, false);
  }
  // Granted without our knowing, or not at all: the same session asks again and gets its grant, or a first one.
  if (told.epoch > 0) await expectHeld(server, lock, told.epoch, false);
  const { status, body } = await post(server, `leases/${lock}/acquire`, { sessionId: told.sessionId });
  expect(status).toBe(200);
  expect(body.epoch).toBeGreaterThan(told.epoch);
  told.epoch = body.epoch;
  told.holds = true;
}

async function expectHeld(server: ServerProcess, lock: string, epoch: number, held: boolean): Promise<void> {
  const { status } = await post(server, `leases/${lock}/check`, { epoch });
  expect({ lock, epoch, status }).toEqual({ lock, epoch, status: held ? 200 : 409 });
}

/** Kills a server of its own again and again; returns how many answers were checked. */
async function killAgainAndAgain(kills: number): Promise<number> {
  const dataDir = await mkdtemp(join(tmpdir(), "kill9-"));
  const start = () => startServer({ dataDir, env: { LOCKSMITH_PAGES: "off" } });
  let server = await start();
  const told = new Map<string, Told>();
  for (const lock of locks) {
    told.set(lock, { sessionId: await openSession(server), epoch: 0, holds: false, open: null });
  }
  let acknowledged = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const killAfter = 1 + ((kill * 37) % 120);
    let answers = 0;
    const gone = Promise.withResolvers<void>();
    const onAnswer = () => {
      answers += 1;
      if (answers === killAfter) void server.kill9().then(gone.resolve);
    };
    await Promise.all([...told].map(([lock, one]) => work(server, lock, one, onAnswer)));
    await gone.promise;
    acknowledged += answers;
    server = await start();
    for (const [lock, one] of told) await verify(server, lock, one);
  }
  await server.stop();
  await rm(dataDir, { recursive: true });
  return acknowledged;
}

test("killed -9 a hundred times between answers: nothing acknowledged is lost, no epoch comes twice", async () => {
  // Two servers side by side, because most of the time is their start.
  const answers = await Promise.all([killAgainAndAgain(50), killAgainAndAgain(50)]);
  for (const acknowledged of answers) expect(acknowledged).toBeGreaterThan(1_000);
}, 300_000);
