import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { meRoutes } from "#lib/server/accounts/me-routes.ts";
import { accountRoutes } from "#lib/server/accounts/routes.ts";
import { createAuth } from "#lib/server/auth/auth.ts";
import { authRoutes } from "#lib/server/auth/routes.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { displayRoutes } from "#lib/server/displays/routes.ts";
import { buildApp } from "#lib/server/http/app.ts";
import type { RouteSpec } from "#lib/server/http/route.ts";
import { PagingDesk } from "#lib/server/paging/paging-desk.ts";
import { tokenRoutes } from "#lib/server/tokens/routes.ts";
import { openSqliteStore } from "#lib/store/sqlite/open-sqlite-store.ts";

export const password = "correct horse battery";
export const adminEmail = "ada@example.org";

export interface Call {
  cookie?: string;
  token?: string;
  body?: unknown;
  headers?: Record<string, string>;
  address?: string;
}

/** The accounts' part of the API, and `more` routes, over a real store in a temporary folder, with clocks that a test can move. */
export async function startConsole(publicUrl: string | null = null, more: readonly RouteSpec[] = []) {
  const dataDir = await mkdtemp(join(tmpdir(), "accounts-"));
  const clock = {
    offsetMs: 0,
    wallMs: () => Date.now() + clock.offsetMs,
    monoMs: () => Date.now() + clock.offsetMs,
  };
  const errors: unknown[] = [];
  const store = await openSqliteStore({ dataDir, clock, onError: (error) => errors.push(error) });
  const log = pino({ level: "silent" });
  const auth = await createAuth({ store, clock, log, dataDir, publicUrl, nodeName: "node-7" });
  const newId = (prefix: string) => `${prefix}_${randomBytes(16).toString("hex")}`;
  const paging = new PagingDesk({ hosts: [], allowPrivate: true });
  await paging.start(store);
  paging.consoleUrl = publicUrl ?? "http://locks.test";
  // These verbs use nothing else of the context.
  const context = { store, clock, log, auth, newId, paging } as unknown as ServerContext;
  const app = buildApp({
    context,
    specs: [...authRoutes, ...accountRoutes, ...meRoutes, ...tokenRoutes, ...displayRoutes, ...more],
    publicOrigin: publicUrl,
    stopping: new AbortController().signal,
  });
  async function call(method: string, path: string, options: Call = {}): Promise<Response> {
    const headers = new Headers({ host: "locks.test", "x-locksmith": "1", "sec-fetch-site": "same-origin" });
    if (options.cookie !== undefined) headers.set("cookie", options.cookie);
    if (options.token !== undefined) headers.set("authorization", `Bearer ${options.token}`);
    if (options.body !== undefined) headers.set("content-type", "application/json");
    for (const [name, value] of Object.entries(options.headers ?? {})) headers.set(name, value);
    const incoming = { socket: { remoteAddress: options.address ?? "192.0.2.1" } };
    const body = options.body === undefined ? null : JSON.stringify(options.body);
    const request = new Request(`http://locks.test/api/v1${path}`, { method, headers, body });
    return app.fetch(request, { incoming: incoming as never });
  }
  return {
    context,
    clock,
    dataDir,
    call,
    adminToken: (await readFile(join(dataDir, "admin-token"), "utf8")).trim(),
    agentToken: (await readFile(join(dataDir, "agent-token"), "utf8")).trim(),
    async close() {
      await store.close();
      await rm(dataDir, { recursive: true });
      if (errors.length > 0) throw errors[0];
    },
  };
}
export type Console = Awaited<ReturnType<typeof startConsole>>;

/** `name=value` of the cookie that a response sets. */
export function cookieOf(response: Response): string {
  return response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

/** Makes the first admin by the one-time link; answers with the admin's cookie. */
export async function firstAdmin(console: Console): Promise<string> {
  const token = console.context.auth.onceLink.issue();
  const body = { token, name: "Ada", email: adminEmail, password };
  const response = await console.call("POST", "/sign-in/once", { body });
  if (response.status !== 204) throw new Error(`no first admin: ${await response.text()}`);
  return cookieOf(response);
}

/** Makes an account and signs it in. */
export async function signedInAs(console: Console, role: string, email: string) {
  const body = { name: `The ${role}`, email, password, role };
  const made = await console.call("POST", "/accounts", { token: console.adminToken, body });
  const { id } = (await made.json()) as { id: string };
  const signIn = await console.call("POST", "/sign-in", { body: { email, password } });
  return { id, cookie: cookieOf(signIn) };
}
