import { expect, test } from "vitest";
import { afterReload, type ReloadReason, reloadWaitMs, reloadWhenReady } from "./live-reload.ts";
import { FakeTimer, settle } from "./testing/fake-timer.ts";

const nothing = { tried: [], broken: 0, brokenAt: 0 };
const newBuild = { kind: "build", build: "b2" } as const;

/** A tab on build b1, with a server that the test changes. */
function tab() {
  const timer = new FakeTimer();
  const kept = new Map<string, string>();
  const asked: string[] = [];
  const server = { ready: true, page: 200, build: "b2" };
  let reloads = 0;
  const world = {
    fetch: async (path: string) => {
      asked.push(path);
      if (path === "/readyz") return new Response(null, { status: server.ready ? 200 : 503 });
      return new Response(`<!doctype html><html lang="en" data-build="${server.build}">`, {
        status: server.page,
      });
    },
    path: () => "/wall?kiosk",
    reload: () => {
      reloads += 1;
    },
    nowMs: timer.wallMs,
    random: () => 0.5,
    after: timer.after,
    storage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    },
  };
  const want = (reason: ReloadReason) => reloadWhenReady(reason, world);
  return { timer, server, asked, want, world, reloads: () => reloads };
}

test("a new build is loaded after a wait that spreads the walls, and once only", async () => {
  const { timer, want, reloads, asked } = tab();
  want(newBuild);
  await timer.advance(9_999);
  expect(asked).toEqual([]);
  await timer.advance(1);
  expect(asked).toEqual(["/readyz", "/wall?kiosk"]);
  expect(reloads()).toBe(1);
  want(newBuild);
  await timer.advance(600_000);
  expect(reloads()).toBe(1);
  want({ kind: "build", build: "b3" });
  await timer.advance(10_000);
  expect(reloads()).toBe(1);
});

test("it never leaves the screen for a page that does not come, and goes when it does", async () => {
  const { timer, server, want, reloads } = tab();
  server.ready = false;
  want(newBuild);
  await timer.advance(10_000);
  server.ready = true;
  server.page = 500;
  await timer.advance(7_500);
  server.page = 200;
  server.build = "b1";
  await timer.advance(7_500);
  expect(reloads()).toBe(0);
  server.build = "b2";
  await timer.advance(7_500);
  expect(reloads()).toBe(1);
});

test("a version that was taken back and comes again is loaded, within the hour", async () => {
  const { timer, server, want, reloads } = tab();
  want(newBuild);
  await timer.advance(10_000);
  server.build = "b1";
  want({ kind: "build", build: "b1" });
  await timer.advance(10_000);
  expect(reloads()).toBe(2);
  server.build = "b2";
  want(newBuild);
  await timer.advance(60_000);
  expect(reloads()).toBe(2);
  await timer.advance(3_600_000);
  expect(reloads()).toBe(3);
});

test("given up, it does nothing more", async () => {
  const { timer, want, reloads } = tab();
  const giveUp = want(newBuild);
  giveUp();
  await timer.advance(60_000);
  expect(reloads()).toBe(0);
});

test("where nothing can be remembered it stays, for nothing would end the reloads", async () => {
  const { timer, world, reloads } = tab();
  const closed = {
    getItem: () => null,
    setItem: () => {
      throw new Error("closed");
    },
  };
  reloadWhenReady(newBuild, { ...world, storage: closed });
  await timer.advance(10_000);
  await settle();
  expect(reloads()).toBe(0);
});

test("what stays broken is loaded again ever more seldom, and after an hour as at first", () => {
  let memory = nothing as Parameters<typeof afterReload>[1];
  const waits: (number | null)[] = [];
  for (let i = 0; i < 8; i += 1) {
    waits.push(reloadWaitMs({ kind: "broken" }, memory, 1_000, 0));
    memory = afterReload({ kind: "broken" }, memory, 1_000);
  }
  expect(waits).toEqual([7_500, 15_000, 30_000, 60_000, 120_000, 240_000, 300_000, 300_000]);
  expect(reloadWaitMs({ kind: "broken" }, memory, 3_700_000, 0)).toBe(7_500);
});
