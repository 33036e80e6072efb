import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Console, signedInAs, startConsole } from "#lib/server/auth/testing/console.ts";
import { AgentDesk } from "./agent-desk.ts";
import { agentRoutes } from "./routes.ts";

// Passwords are hashed for real, which is slow on purpose.
vi.setConfig({ testTimeout: 30_000 });

let it: Console;
let desk: AgentDesk;
beforeEach(async () => {
  it = await startConsole(null, agentRoutes);
  desk = new AgentDesk(it.clock, it.clock.monoMs);
  it.context.agents = desk;
  it.context.drills = { isOn: () => false } as typeof it.context.drills;
});
afterEach(() => it.close());

const path = "/agents/node-7/commands";

/** Opens a stream and reads its first frame. */
async function follow(who: { cookie: string } | { token: string }) {
  const answer = await it.call("GET", path, who);
  expect(answer.status).toBe(200);
  const reader = answer.body?.getReader();
  if (reader === undefined) throw new Error("no stream");
  expect(new TextDecoder().decode((await reader.read()).value)).toContain('"watch"');
  return reader;
}

/** Counted, because the next tick would end it as well. */
const openOf = (key: string) => it.context.auth.streams.count(key);

async function makeAgentToken(): Promise<{ id: string; secret: string }> {
  const body = { name: "node-7", scope: "agent", node: "node-7", expiresInMs: null };
  return (await (await it.call("POST", "/tokens", { token: it.adminToken, body })).json()) as never;
}

test("a revoked token's command stream ends at once, and opens no more; another agent's goes on", async () => {
  const [mine, other] = [await makeAgentToken(), await makeAgentToken()];
  const streams = [await follow({ token: mine.secret }), await follow({ token: other.secret })] as const;
  const revoked = await it.call("DELETE", `/tokens/${mine.id}`, { token: it.adminToken });
  expect(revoked.status).toBeLessThan(300);
  expect([openOf(`token:${mine.id}`), openOf(`token:${other.id}`)]).toEqual([0, 1]);
  expect((await streams[0].read()).done).toBe(true);
  expect((await it.call("GET", path, { token: mine.secret })).status).toBe(401);
  await streams[1].cancel();
});

test.each([
  ["demoted", { role: "approver" }],
  ["disabled", { disabled: true }],
  ["given a new password", { password: "another long one" }],
])("an admin who is %s hears no command from then on", async (_, change) => {
  await signedInAs(it, "admin", "ada@example.org");
  const bea = await signedInAs(it, "admin", "bea@example.org");
  const stream = await follow({ cookie: bea.cookie });
  const changed = await it.call("PATCH", `/accounts/${bea.id}`, { token: it.adminToken, body: change });
  expect(changed.status).toBe(200);
  expect(openOf(`account:${bea.id}`)).toBe(0);
  expect((await stream.read()).done).toBe(true);
  expect((await it.call("GET", path, { cookie: bea.cookie })).status).toBeGreaterThanOrEqual(401);
});

test("a change that leaves the right as it is ends nothing", async () => {
  const bea = await signedInAs(it, "admin", "bea@example.org");
  const stream = await follow({ cookie: bea.cookie });
  const body = { name: "Bea B.", role: "admin" };
  await it.call("PATCH", `/accounts/${bea.id}`, { token: it.adminToken, body });
  expect(openOf(`account:${bea.id}`)).toBe(1);
  await stream.cancel();
});
