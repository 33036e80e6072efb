import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { call, type Target } from "#lib/server/testing/api-call.ts";
import { SpokenAgent } from "#lib/server/testing/lock-world.ts";

/** A drill as its runner sees it, with those who belong to it. */
export interface DrillCalls {
  id: string;
  fleet: Target;
  commander: Target;
  onCall: Target;
  beat(body?: unknown): ReturnType<typeof call>;
  end(): ReturnType<typeof call>;
}

export const file = "drill:aim_lock_config.conf";
export const group = "drill:patrol-a";

/** Starts a drill whose runner is the test itself. */
export async function startDrill(server: Target, options: Record<string, unknown> = {}): Promise<DrillCalls> {
  const answer = await call(server, "POST", "/api/v1/drills", { options, runner: "caller" });
  if (answer.status !== 201) throw new Error(`no drill: ${JSON.stringify(answer.body)}`);
  const { drill, tokens } = answer.body as { drill: { id: string }; tokens: Record<string, string> };
  const as = (token: string | undefined): Target => ({ url: server.url, adminToken: token ?? "" });
  const fleet = as(tokens["fleet"]);
  const path = `/api/v1/drills/${drill.id}`;
  return {
    id: drill.id,
    fleet,
    commander: as(tokens["commander"]),
    onCall: as(tokens["onCall"]),
    beat: (body = {}) => call(fleet, "POST", `${path}/beat`, body),
    end: () => call(fleet, "DELETE", path),
  };
}

/** A node of the drill that said hello. */
export async function drillNode(drill: DrillCalls, node: string): Promise<SpokenAgent> {
  const agent = new SpokenAgent(drill.fleet, node);
  await agent.hello({ group });
  return agent;
}

export async function drillSession(
  drill: DrillCalls,
  node: string,
  service: string,
  more: Record<string, unknown> = {},
): Promise<string> {
  const instanceId = `instance-of-${service.replace(/\W/g, "-")}`;
  const body = { node, service, instanceId, ttlMs: 60_000, ...more };
  const answer = await call(drill.fleet, "POST", "/api/v1/sessions", body);
  if (answer.status !== 200) throw new Error(`no session: ${JSON.stringify(answer.body)}`);
  return String(answer.body["sessionId"]);
}

/** Tables that keep what was done in a drill, or keep nothing of it by their nature. */
const kept: ReadonlySet<string> = new Set(["audit", "meta"]);

/** Every row of every table but audit and meta in which one of these texts stands, as `table: row`. */
export function rowsWith(dataDir: string, texts: readonly string[]): string[] {
  const name = readdirSync(dataDir).find((one) => /\.(?:db|sqlite)$/.test(one));
  if (name === undefined) throw new Error(`no database in ${dataDir}`);
  const db = new DatabaseSync(join(dataDir, name), { readOnly: true });
  try {
    const tables = db.prepare("select name from sqlite_master where type = 'table'").all();
    return tables.flatMap(({ name: table }) => {
      if (kept.has(String(table))) return [];
      const rows = db.prepare(`select * from "${table}"`).all();
      return rows
        .map((row) => JSON.stringify(row))
        .filter((row) => texts.some((text) => row.includes(text)))
        .map((row) => `${table}: ${row.slice(0, 300)}`);
    });
  } finally {
    db.close();
  }
}
