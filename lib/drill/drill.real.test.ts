import { existsSync, statSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startCli } from "#lib/cli/testing/cli.ts";
import { DrillProcess, keepersOf, processesOf } from "#lib/launch/testing/drill-process.ts";
import { type ServerProcess, startServer } from "#lib/launch/testing/server-process.ts";

/** Some seconds on a quiet machine. */
const limitMs = 120_000;

let server: ServerProcess;
beforeAll(async () => {
  server = await startServer({ pages: false });
});
afterAll(async () => {
  await server.stop();
});

async function get(path: string): Promise<Record<string, unknown>> {
  const headers = { authorization: `Bearer ${server.adminToken}` };
  return (await fetch(`${server.url}/api/v1${path}`, { headers })).json();
}

/** What the server has that says of itself that it is of a drill. */
async function leftOnServer(): Promise<unknown[]> {
  const { drill } = await get("/drills/current");
  const lists = ["/locks", "/owners", "/nodes", "/configs", "/operations", "/incidents", "/units", "/pages"];
  const found = await Promise.all(
    lists.map(async (path) => {
      const { items = [] } = (await get(`${path}?limit=1000`)) as { items?: unknown[] };
      return items.filter((item) => JSON.stringify(item).includes("drill:")).map((item) => [path, item]);
    }),
  );
  return [...(drill === null ? [] : [drill]), ...found.flat()];
}

test(
  "the script brings the lock to HOT with a real orphan, and --stop leaves nothing",
  async () => {
    const drill = new DrillProcess(server, ["--script"]);
    const { id, folder } = await drill.running();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    await drill.line(({ state, act }) => state === "coach" && act === "fleet");
    const lock = await get("/locks/native/drill%3Aaim_lock_config.conf");
    expect(lock).toMatchObject({ state: "hot", verdict: "orphan" });
    const { items } = (await get("/locks?source=kernel&resource=drill%3Aaim_lock_config.conf")) as {
      items: { verdict: string; path: string; holder: { pid: number } }[];
    };
    expect(items).toMatchObject([{ verdict: "orphan", path: `${folder}/aim_lock_config.conf` }]);
    expect(processesOf(id, folder)).toContain(String(items[0]?.holder.pid));

    expect(await startCli(["drill", "--stop", "--data", server.dataDir]).ended).toBe(0);
    expect((await drill.child.ended).code).toBe(0);
    expect(processesOf(id, folder)).toEqual([]);
    expect(existsSync(folder)).toBe(false);
    expect(await leftOnServer()).toEqual([]);
  },
  limitMs,
);

test(
  "kill -9 of the runner leaves nothing either",
  async () => {
    const drill = new DrillProcess(server, ["--script"]);
    const { id, folder } = await drill.running();
    await drill.line(({ state, act }) => state === "coach" && act === "hot");
    await drill.child.kill9();
    await expect.poll(() => processesOf(id, folder), { timeout: 10_000 }).toEqual([]);
    await expect.poll(() => existsSync(folder), { timeout: 10_000 }).toBe(false);
    await expect.poll(leftOnServer, { timeout: 10_000 }).toEqual([]);
  },
  limitMs,
);

test(
  "with its keeper killed too, its processes end by themselves, and the server removes what is silent",
  async () => {
    const drill = new DrillProcess(server, ["--script"]);
    const { id, folder } = await drill.running();
    await drill.line(({ state, act }) => state === "coach" && act === "fleet");
    const [keeper] = keepersOf(drill.child.pid);
    // Both at once: the runner would start another keeper.
    process.kill(drill.child.pid, "SIGSTOP");
    process.kill(Number(keeper), "SIGKILL");
    await drill.child.kill9();
    await expect.poll(() => processesOf(id, folder), { timeout: 15_000 }).toEqual([]);
    await expect.poll(leftOnServer, { timeout: 25_000 }).toEqual([]);
    // Nobody was left who could remove it; the next drill does.
    const next = new DrillProcess(server);
    await next.running();
    expect(existsSync(folder)).toBe(false);
    await next.child.stop(10_000);
  },
  limitMs,
);

test(
  "where the host has no flock, that part is simulated, and the drill says which and why",
  async () => {
    const drill = new DrillProcess(server, ["--script"], { LOCKSMITH_DRILL_WITHOUT: "flock" });
    const { id, folder } = await drill.running();
    await drill.line(({ state, act }) => state === "coach" && act === "fleet");
    expect(await get("/locks/native/drill%3Aaim_lock_config.conf")).toMatchObject({ verdict: "orphan" });
    const { items } = await get("/locks?source=kernel&resource=drill%3Aaim_lock_config.conf");
    expect(items).toMatchObject([{ verdict: "orphan", type: "flock" }]);
    const { drill: row } = (await get("/drills/current")) as { drill: { parts: unknown[] } };
    const why = "This host has no flock.";
    expect(row.parts).toContainEqual({
      part: "stuck lock: a flock whose taker was killed",
      how: "simulated",
      why,
    });
    expect(row.parts).toContainEqual({ part: "orchestrator", how: "real", why: null });
    await drill.child.stop(15_000);
    expect(processesOf(id, folder)).toEqual([]);
    expect(await leftOnServer()).toEqual([]);
  },
  limitMs,
);
