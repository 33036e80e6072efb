import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { startServer } from "#lib/launch/testing/server-process.ts";
import { type Cable, layCable } from "./fixtures/cable.ts";
import { watchProblems } from "./fixtures/problems.ts";
import { expect, test } from "./fixtures/test.ts";

// Cuts and restarts are the subject: what the browser says of them is no fault of the page.
const expected = /net::ERR_|status of (401|503)|answer: 503/;
test.use({ expectedProblems: [expected], viewport: { width: 1920, height: 1080 } });

const life = (page: Page) => page.locator("[data-sign-of-life]");
const moves = async (page: Page) => Number(await life(page).getAttribute("data-sign-of-life"));
const alarm = (page: Page) => page.locator(".trust-strip[role=alert]");
const feed = (page: Page, level: string) => page.locator(`html[data-feed="${level}"]`);

/** The sign of life moves on: that is what a frame from the server does, and nothing else. */
async function isAlive(page: Page): Promise<void> {
  const before = await moves(page);
  await expect.poll(() => moves(page), { message: "the sign of life moves" }).toBeGreaterThan(before);
  await expect(feed(page, "fresh")).toBeAttached();
  await expect(alarm(page)).toHaveCount(0);
}

/** Marks the page as it is loaded now: a reload loses the mark. */
const mark = (page: Page) => page.evaluate(() => Reflect.set(window, "sameLoad", true));
const isMarked = (page: Page) => page.evaluate(() => Reflect.get(window, "sameLoad") === true);

async function makeHot(api: { url: string; token: string }, resource: string): Promise<void> {
  const call = (path: string, body: object) =>
    fetch(`${api.url}/api/v1${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${api.token}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  for (const service of ["holder", "refused"]) {
    const session = { node: "node-1", service, instanceId: `${service}-instance`, ttlMs: 600_000 };
    const { sessionId } = (await (await call("/sessions", session)).json()) as { sessionId: string };
    const answer = await call(`/leases/${resource}/acquire`, { sessionId, waitMs: 0 });
    expect(answer.status).toBe(service === "holder" ? 200 : 409);
  }
}

test("the wall says when its data is old and since when, and is back by itself after cut, sleep and a new version", async ({
  locksmith,
  page,
}) => {
  const cable = await layCable(locksmith.server.url);
  try {
    await makeHot({ url: locksmith.server.url, token: locksmith.server.adminToken }, "wall-trust.conf");
    await page.clock.install();
    await page.goto(`${cable.url}/wall`);
    await isAlive(page);
    await expect(page).toHaveTitle(/^\(\d+ HOT\) Wall · Locksmith$/);
    await mark(page);
    await cutOff(page, cable);
    await sleep(page, cable);
    expect(await isMarked(page), "nothing of it took a reload").toBe(true);
    await newVersion(page, cable);
  } finally {
    await cable.remove();
  }
});

async function cutOff(page: Page, cable: Cable): Promise<void> {
  const icon = page.locator('link[rel~="icon"]').first();
  const before = await icon.getAttribute("href");
  cable.cut();
  await expect(page.getByText("The connection is lost; trying again.")).toBeVisible();
  const stood = await moves(page);
  await page.clock.fastForward(6_000);
  await expect(feed(page, "late")).toBeAttached();
  await page.clock.fastForward(10_000);
  await expect(feed(page, "stale")).toBeAttached();
  await expect(alarm(page)).toContainText(
    /No data since \d\d:\d\d:\d\d UTC \(\d\ds\)\. What you see is old\./,
  );
  await expect(alarm(page)).toContainText(/When last heard: .*HOT \(.*wall-trust\.conf/);
  expect(await green(page), "nothing is green").toBe("transparent");
  const bottom = page.locator("[data-wall]").evaluate((picture) => picture.getBoundingClientRect().bottom);
  expect(await bottom, "the banner pushes no row off the screen").toBeLessThanOrEqual(1_080);
  await expect(page).toHaveTitle("(Old data) Wall · Locksmith");
  expect(await icon.getAttribute("href")).not.toBe(before);
  expect(await moves(page), "without data the sign of life stands still").toBe(stood);
  // Hours later it still tries, and says how long.
  await page.clock.fastForward("05:00:00");
  await expect(alarm(page)).toContainText("(5h 00m)");
  cable.mend();
  await page.clock.fastForward(5_000);
  await isAlive(page);
  expect(await green(page)).not.toBe("transparent");
}

const green = (page: Page) =>
  page
    .getByRole("main")
    .evaluate((values) => getComputedStyle(values).getPropertyValue("--state-live-text").trim());

async function sleep(page: Page, cable: Cable): Promise<void> {
  let streams = 0;
  page.on("request", (request) => {
    if (request.url().includes("/api/v1/stream")) streams += 1;
  });
  // A machine that slept has another time of day, and its own clock stood.
  await page.clock.setSystemTime((await page.evaluate(() => Date.now())) + 3_600_000);
  await expect.poll(() => streams, { message: "what the old connection says is not believed" }).toBe(1);
  await isAlive(page);
  cable.cut();
  await page.clock.setSystemTime((await page.evaluate(() => Date.now())) + 7_200_000);
  await expect(alarm(page), "its age is that of the clock on the wall").toContainText(/\(2h 00m\)/);
  // The clock is set back: the monotonic one still knows how old this is.
  await page.clock.fastForward(20_000);
  await page.clock.setSystemTime((await page.evaluate(() => Date.now())) - 14_400_000);
  await expect(alarm(page)).toContainText(/\(\d\ds\)/);
  cable.mend();
  await page.clock.fastForward(5_000);
  await isAlive(page);
}

async function newVersion(page: Page, cable: Cable): Promise<void> {
  const build = (await readFile(".next/BUILD_ID", "utf8")).trim();
  const next = [...build].reverse().join("");
  const console = await page.context().newPage();
  await console.goto(`${cable.url}/locks`);
  await mark(console);
  cable.cut();
  cable.alias(build, next);
  cable.mend();
  await page.clock.fastForward(5_000);
  await expect(console.getByText("A new version of the console is here.")).toBeVisible();
  // The walls come one after the other, and this one may hear of it after the console did.
  await expect(async () => {
    await page.clock.fastForward(20_000);
    await expect(page.locator(`html[data-build="${next}"]`)).toBeAttached({ timeout: 2_500 });
  }).toPass({ timeout: 15_000 });
  expect(await isMarked(page)).toBe(false);
  await isAlive(page);
  await mark(page);
  // Greeted anew by the same build, and after every wait there is.
  cable.cut();
  await page.clock.fastForward(120_000);
  cable.mend();
  await page.clock.fastForward(5_000);
  await isAlive(page);
  expect(await isMarked(page), "once, and not again").toBe(true);
  expect(await isMarked(console), "whoever works is not disturbed").toBe(true);
  await console.close();
}

test("a display goes on when the server was killed and started again, and is told at once when it is revoked", async ({
  browser,
}) => {
  const dataDir = await mkdtemp(join(tmpdir(), "locksmith-wall-"));
  const first = await startServer({ dataDir });
  const cable = await layCable(first.url);
  const context = await browser.newContext({ storageState: { cookies: [], origins: [] } });
  const problems = watchProblems(context);
  const page = await context.newPage();
  let second: Awaited<ReturnType<typeof startServer>> | null = null;
  try {
    const headers = { authorization: `Bearer ${first.adminToken}` };
    const made = await context.request.post(`${first.url}/api/v1/tokens`, {
      headers,
      data: { name: "North wall", scope: "display" },
    });
    const { id, link } = await made.json();
    await makeHot({ url: first.url, token: first.adminToken }, "kept.conf");
    await page.goto(link.replace(first.url, cable.url));
    await isAlive(page);
    await mark(page);

    await first.kill9();
    await expect(page.getByText("The connection is lost; trying again.")).toBeVisible();
    second = await startServer({ dataDir });
    cable.leadTo(second.url);
    await expect(page.getByText("The server has just started")).toBeVisible();
    await isAlive(page);
    expect(await isMarked(page)).toBe(true);

    await context.request.delete(`${second.url}/api/v1/tokens/${id}`, { headers });
    await expect(page.getByRole("heading", { name: /“North wall” was revoked/ })).toBeVisible({
      timeout: 2_000,
    });
    await expect(life(page), "who may not look sees nothing").toHaveCount(0);
    expect(problems().filter((problem) => !expected.test(problem))).toEqual([]);
  } finally {
    await context.close();
    await cable.remove();
    await second?.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
});

test("the switch that needs no script covers a wall whose script is frozen", async ({ page, context }) => {
  const eye = await context.newPage();
  await page.bringToFront();
  await page.goto("/wall");
  await isAlive(page);
  const cover = page.locator("[data-dead-man]");
  const time = () => cover.evaluate((element) => Number(element.getAnimations()[0]?.currentTime));
  await expect.poll(time, { message: "each frame begins it anew" }).toBeLessThan(1_500);

  // A picture of the page would be made by its frozen thread; these are what the compositor shows.
  const cdp = await context.newCDPSession(page);
  const pictures: string[] = [];
  cdp.on("Page.screencastFrame", ({ data, sessionId }) => {
    pictures.push(data);
    cdp.send("Page.screencastFrameAck", { sessionId }).catch(() => undefined);
  });
  await cdp.send("Page.startScreencast", { format: "png", maxWidth: 480 });
  const lightness = () => topOf(eye, pictures.at(-1));
  await expect.poll(lightness).toBeLessThan(60);
  await cover.evaluate((element) => {
    for (const animation of element.getAnimations()) animation.currentTime = 14_400;
    // From here on nothing runs: no script, and nothing that a script would have drawn.
    setTimeout(() => {
      const until = performance.now() + 4_000;
      while (performance.now() < until);
      Reflect.set(window, "thawed", true);
    }, 200);
  });
  await expect.poll(lightness, { timeout: 3_500 }).toBeGreaterThan(200);
  await page.waitForFunction(() => Reflect.get(window, "thawed") === true);
  await expect.poll(lightness, { message: "it goes with the next frame" }).toBeLessThan(60);
});

/** How light a picture's top is, 0 to 255: within the frame that a loud wall has, and above every word. */
async function topOf(eye: Page, base64: string | undefined): Promise<number> {
  if (base64 === undefined) return -1;
  return eye.evaluate(async (png) => {
    const picture = new Image();
    picture.src = `data:image/png;base64,${png}`;
    await picture.decode();
    const canvas = document.createElement("canvas").getContext("2d");
    canvas?.drawImage(picture, 0, 0);
    return canvas?.getImageData(100, 5, 1, 1).data[1] ?? -1;
  }, base64);
}
