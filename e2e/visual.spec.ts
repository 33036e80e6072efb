import type { Locator, Page } from "@playwright/test";
import { limits } from "#lib/domain/limits.ts";
import { expect, type Seeded, settled, test } from "./fixtures/seeded.ts";
import { still, stop, tolerance } from "./fixtures/still.ts";

const desk = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };
const wall = { width: 1920, height: 1080 };
/** Every token and every state of the design page. */
const sheet = { width: 1280, height: 2400 };

/** How far the clock is set on when it stops: a page under load gets there meanwhile; its data are fresh still. */
const aheadMs = limits.feedWarnMs - 1_000;

interface Shot {
  name: string;
  path: (seeded: Seeded) => string;
  /** What it has when its data came. */
  shows: RegExp;
  size?: { width: number; height: number };
  themes?: readonly ("dark" | "light")[];
  /** What it shows of waiting is part of the picture. */
  isFixed?: boolean;
}

const shots: readonly Shot[] = [
  // Its evidence is whole when the TTL has passed, too.
  { name: "orphan", path: ({ orphan }) => orphan, shows: /^Its TTL of/ },
  // Without its charts, which begin with the first minute that is over.
  { name: "overview", path: () => "/", shows: /cannot go on/, size: { width: 1280, height: 620 } },
  { name: "incident", path: ({ incident }) => incident, shows: /cannot go on now/ },
  { name: "locks", path: () => "/locks", shows: /^Locks/, themes: ["dark", "light"] },
  { name: "owner", path: ({ owner }) => owner, shows: /writer-0/ },
  { name: "fleet", path: () => "/fleet", shows: /^Fleet/ },
  { name: "clear", path: ({ clear }) => clear, shows: /Clear/ },
  { name: "settings", path: () => "/settings", shows: /^Settings/ },
  {
    name: "design",
    path: () => "/design",
    shows: /^Design/,
    size: sheet,
    themes: ["dark", "light"],
    isFixed: true,
  },
  { name: "wall-loud", path: () => "/wall", shows: /its owner is gone/, size: wall },
  { name: "clear-phone", path: ({ clear }) => clear, shows: /Clear/, size: phone, themes: ["light"] },
];

/** What is drawn from times and beats is another picture each second: its place is compared, not its content. */
const drawn = (page: Page): Locator[] => [
  page.locator("canvas"),
  page.locator(".recharts-responsive-container"),
  page.locator("svg[role=img]:not([data-state-mark])"),
  page.locator("[data-sign-of-life], [data-moving], [data-masked]"),
];

/**
 * A wall stands a little elsewhere every few minutes, covers itself when its data stop, and its news are of each run. The
 * rules of an incident go on seeing: a guardian is called silent after a while, a refusal ends and comes again.
 */
const ofEachRun =
  "ul[aria-label='What the rules see'] { visibility: hidden !important; height: 0 !important } main.wall-picture { transform: none !important } [data-dead-man] { display: none !important } section[aria-label='Last events'] { visibility: hidden !important }";

async function take(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await still(page);
  await expect(page).toHaveScreenshot(`${name}.png`, {
    mask: drawn(page),
    maskColor: "#808080",
    animations: "disabled",
    caret: "hide",
    scale: "css",
    // A browser that draws the whole design page without a graphics card takes seconds for it.
    timeout: 30_000,
    ...tolerance,
  });
}

for (const { name, path, shows, size = desk, themes = ["dark"], isFixed = false } of shots) {
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
    await settled(page, isFixed);
    await page.addStyleTag({ content: ofEachRun });
    await stop(page, aheadMs);
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

const changes = [
  {
    shot: "locks-dark",
    path: "/locks",
    what: "a column that moved by 4 px",
    css: "[role=grid] td:nth-child(2) { translate: 4px 0; }",
  },
  {
    shot: "locks-dark",
    path: "/locks",
    what: "a column that is missing",
    css: "[role=grid] :is(td, th):nth-child(3) { visibility: hidden; }",
  },
  {
    shot: "design-dark",
    path: "/design",
    what: "a role that has another colour",
    css: "[data-theme] { --state-live: #cc79a7 !important; --state-live-text: #cc79a7 !important; }",
  },
] as const;

// Not among what takes the pictures anew: it would keep what it changes.
for (const { shot, path, what, css } of changes) {
  test(`a comparison notices ${what}`, async ({ page, seeded }) => {
    await page.clock.install();
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.setViewportSize(path === "/design" ? sheet : desk);
    await seeded.refuse();
    await page.goto(path);
    await expect(
      page
        .getByRole("main")
        .getByText(/^(Locks|Design)/)
        .first(),
    ).toBeVisible();
    await settled(page, path === "/design");
    await stop(page, aheadMs);
    await page.addStyleTag({ content: css });
    await expect(take(page, shot)).rejects.toThrow(/pixels/);
  });
}
