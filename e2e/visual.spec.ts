import type { Locator, Page } from "@playwright/test";
import { limits } from "#lib/domain/limits.ts";
import { expect, type Seeded, settled, test } from "./fixtures/seeded.ts";
import { still } from "./fixtures/still.ts";

const desk = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };
const wall = { width: 1920, height: 1080 };

/** How far the clock is set on when it stops: a page under load gets there meanwhile; its data are fresh still. */
const aheadMs = limits.feedWarnMs - 1_000;

interface Shot {
  name: string;
  path: (seeded: Seeded) => string;
  /** What it has when its data came. */
  shows: RegExp;
  size?: { width: number; height: number };
  themes?: readonly ("dark" | "light")[];
}

const shots: readonly Shot[] = [
  { name: "overview", path: () => "/", shows: /refusing|incident/i, themes: ["dark", "light"] },
  { name: "locks", path: () => "/locks", shows: /^Locks/, themes: ["dark", "light"] },
  { name: "orphan", path: ({ orphan }) => orphan, shows: /aim_lock_config/ },
  { name: "owner", path: ({ owner }) => owner, shows: /writer-0/ },
  { name: "fleet", path: () => "/fleet", shows: /^Fleet/ },
  { name: "clear", path: ({ clear }) => clear, shows: /Clear/ },
  { name: "incident", path: ({ incident }) => incident, shows: /aim_lock_config/ },
  { name: "settings", path: () => "/settings", shows: /^Settings/ },
  { name: "design", path: () => "/design", shows: /design|parts/i, themes: ["dark", "light"] },
  { name: "wall-loud", path: () => "/wall", shows: /./, size: wall },
  { name: "orphan-phone", path: ({ orphan }) => orphan, shows: /aim_lock_config/, size: phone },
  { name: "clear-phone", path: ({ clear }) => clear, shows: /Clear/, size: phone, themes: ["light"] },
];

/** What is drawn from times and beats is another picture each second: its place is compared, not its content. */
const drawn = (page: Page): Locator[] => [
  page.locator("canvas"),
  page.locator(".recharts-responsive-container"),
  page.locator("svg[role=img]:not([data-state-mark])"),
  page.locator("[data-sign-of-life], [data-masked]"),
];

/** From here on nothing ticks: what came is shown, and no second passes. */
async function stop(page: Page): Promise<void> {
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + aheadMs);
}

async function take(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await still(page);
  await expect(page).toHaveScreenshot(`${name}.png`, {
    mask: drawn(page),
    maskColor: "#808080",
    animations: "disabled",
    caret: "hide",
    scale: "css",
    // Edges of letters differ from one machine to another; what moved by some pixels or lost its colour is far more.
    threshold: 0.25,
    maxDiffPixelRatio: 0.002,
  });
}

for (const { name, path, shows, size = desk, themes = ["dark"] } of shots) {
  test(`${name} looks as it did`, async ({ page, seeded }) => {
    test.slow();
    await page.clock.install();
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.setViewportSize(size);
    await seeded.refuse();
    await page.goto(path(seeded));
    await expect(page.getByRole("main").getByText(shows).first()).toBeVisible({
      timeout: limits.feedStaleMs,
    });
    await settled(page);
    await stop(page);
    for (const theme of themes) {
      await page.evaluate((to) => {
        document.documentElement.dataset["theme"] = to;
      }, theme);
      await take(page, `${name}-${theme}`);
    }
  });
}

test.describe("signed out", () => {
  test.use({ as: null });

  test("sign-in looks as it did", async ({ page, seeded }) => {
    expect(seeded.orphan).toContain("/locks/");
    await page.setViewportSize(desk);
    await page.goto("/sign-in");
    await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
    await take(page, "sign-in-dark");
  });
});

test("a comparison notices what it is for: a role's colour, a column that moved, one that is missing", async ({
  page,
  seeded,
}) => {
  await page.clock.install();
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.setViewportSize(desk);
  await seeded.refuse();
  await page.goto("/locks");
  await expect(
    page
      .getByRole("main")
      .getByText(/^Locks/)
      .first(),
  ).toBeVisible();
  await settled(page);
  await stop(page);
  const changes = {
    "a role's colour": ":root { --state-live: #cc79a7 !important; --state-live-text: #cc79a7 !important; }",
    "a column 4 px to the right": "[role=gridcell]:nth-child(2) { translate: 4px 0; }",
    "a column that is missing":
      "[role=gridcell]:nth-child(3), [role=columnheader]:nth-child(3) { visibility: hidden; }",
  };
  for (const [what, content] of Object.entries(changes)) {
    const style = await page.addStyleTag({ content });
    await expect(take(page, "locks-dark"), what).rejects.toThrow(/pixels/);
    await style.evaluate((element) => (element as Element).remove());
  }
});
