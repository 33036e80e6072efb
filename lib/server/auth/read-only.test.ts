import { rename } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { adminEmail, type Console, firstAdmin, password, startConsole } from "./testing/console.ts";

// Passwords are hashed for real, which is slow on purpose.
vi.setConfig({ testTimeout: 30_000 });

let it: Console;
beforeEach(async () => {
  it = await startConsole();
});
afterEach(() => it.close());

test("on a store that cannot write, who is signed in stays so, and nothing pretends to have been done", async () => {
  const cookie = await firstAdmin(it);
  const link = it.context.auth.onceLink.issue();
  await rename(join(it.dataDir, "locksmith.db"), join(it.dataDir, "away.db"));
  const body = { email: adminEmail, password };
  expect((await it.call("POST", "/sign-in", { body })).status).toBe(503);
  expect((await it.call("POST", "/sign-in/once", { body: { token: link } })).status).toBe(503);
  expect((await it.call("POST", "/sign-out", { cookie })).status).toBe(503);
  expect((await it.call("POST", "/tokens", { cookie, body: { name: "x", scope: "viewer" } })).status).toBe(
    503,
  );
  expect((await it.call("GET", "/me", { cookie })).status).toBe(200);
  expect((await it.call("GET", "/me", { token: it.agentToken })).status).toBe(200);
  const state = await it.call("GET", `/sign-in/once?token=${link}`);
  expect(await state.json()).toMatchObject({ valid: true });
});
