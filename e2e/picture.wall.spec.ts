import type { Page } from "@playwright/test";
import { type FakeNode, heldLock } from "#lib/launch/testing/fake-node.ts";
import { expectAccessible } from "./fixtures/axe.ts";
import { startFakeNode } from "./fixtures/fake-node.ts";
import { leaveLease } from "./fixtures/stale-lease.ts";
import { still, stop, tolerance } from "./fixtures/still.ts";
import { expect, test } from "./fixtures/test.ts";

/** What it is made for, and what it must not break on; a picture of 4K is painted by the processor here, so each is seen once. */
const walls = [
  { width: 3840, height: 2160 },
  { width: 1920, height: 1080 },
] as const;
const others = [
  { width: 1280, height: 720 },
  { width: 3440, height: 1440 },
] as const;

/** The level of the answer: calm, watch, loud and so on. */
const wall = (page: Page) => page.locator("[data-wall]");

/** What is wrong with how the picture fits this screen: scroll bars, parts outside, letters that are too small. */
async function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const { scrollWidth, scrollHeight } = document.documentElement;
    if (scrollWidth > innerWidth || scrollHeight > innerHeight)
      found.push(`scrolls: ${scrollWidth}x${scrollHeight}`);
    // 20 px at 1080 lines; the sign of life and the banner are measured too.
    const least = 20 * Math.min(innerWidth / 1_920, innerHeight / 1_080) - 0.01;
    for (const element of document.querySelectorAll<HTMLElement>("[data-wall] *")) {
      if (element.closest(".sr-only") !== null) continue;
      const box = element.getBoundingClientRect();
      if (box.width === 0 || box.height === 0) continue;
      const words = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
      const name = `${element.tagName} "${element.textContent?.slice(0, 40)}"`;
      if (
        words &&
        !element.closest(".drill-colon") &&
        Number.parseFloat(getComputedStyle(element).fontSize) < least
      ) {
        found.push(`too small: ${name}`);
      }
      // What is cut with a sign of it is as large as what is left of it.
      const cut = element.closest(".truncate, .line-clamp-2")?.getBoundingClientRect() ?? box;
      if (words && (cut.bottom > innerHeight || cut.right > innerWidth || cut.top < 0 || cut.left < 0)) {
        found.push(`outside: ${name}`);
      }
    }
    return found;
  });
}

async function expectFits(page: Page, sizes: readonly { width: number; height: number }[]): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    // The rows are shared out anew when the screen's size has been seen.
    await expect.poll(() => misfits(page), { message: `fits ${size.width}×${size.height}` }).toEqual([]);
  }
}

test.describe.configure({ mode: "serial" });

let agent: FakeNode | undefined;

test.beforeEach(async ({ locksmith }) => {
  // One for the file: another agent of the same node would be refused while the first is remembered.
  agent ??= await startFakeNode(locksmith.server, "wall-1", [heldLock("wall-1", 1, "aim.conf")]);
});

test.afterAll(() => {
  agent?.stop();
});

/** Where it stands and what its news are is of each run; the switch would cover a page whose clock is stopped. */
const settled = `
  main.wall-picture { transform: none !important }
  [data-dead-man] { display: none !important }
  section[aria-label='Last events'] { visibility: hidden !important }`;

test("the calm picture looks as it did", async ({ page }) => {
  test.slow();
  await page.clock.install();
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.setViewportSize({ width: 1_920, height: 1_080 });
  await page.goto("/wall?rotate=0&dim=off");
  await expect(wall(page)).toHaveAttribute("data-wall", "calm", { timeout: 40_000 });
  const answer = page.getByRole("region", { name: "The answer" });
  await expect(answer).toContainText("1 lock held by living owners, 1 of 1 node up.");
  await expect(page.getByRole("region", { name: "Refusals in the last hour" })).toContainText("none");
  await page.addStyleTag({ content: settled });
  await stop(page, 1_000);
  await still(page);
  await expect(page).toHaveScreenshot("wall-calm-dark.png", {
    mask: [page.locator("canvas, [data-sign-of-life]")],
    maskColor: "#808080",
    animations: "disabled",
    scale: "css",
    ...tolerance,
  });
});

test("calm pages turn, and fit both screens; a real orphan stops them, loud at once", async ({
  locksmith,
  page,
}) => {
  test.slow();
  await page.goto("/wall?rotate=5&dim=off");
  await expect(wall(page)).toHaveAttribute("data-wall", "calm", { timeout: 40_000 });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nothing is wrong");
  await expect(wall(page)).toHaveAttribute("data-wall-page", "fleet", { timeout: 8_000 });
  // Measured while the pages go on turning.
  await expectFits(page, others);
  await expectAccessible(page);

  const lease = await leaveLease(locksmith, { resource: "wall_aim.conf", node: "wall-7" });
  try {
    await lease.refuse(3);
    await expect(wall(page)).toHaveAttribute("data-wall", "loud", { timeout: 2_000 });
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^1 HOT/);
    const answer = page.getByRole("region", { name: "The answer" });
    await expect(answer).toContainText(/wall_aim\.conf refuses 3 since \d\d:\d\d; its owner is gone\./);
    await expect(answer).toContainText("Next: Somebody acknowledges the incident");
    const locks = page.getByRole("region", { name: "Locks that need somebody" });
    await expect(locks).toContainText(/HOT.*3 refused/);
    await expect(locks).toContainText(/Orphan.*last held by guardian on wall-7/);
    const beats = page.getByRole("region", { name: "Heartbeats of guardians" });
    await expect(beats.locator("[data-strip=frozen]")).toContainText(/frozen at \d\d:\d\d:\d\d/);
    await expect(page.getByRole("region", { name: "Incidents" })).toContainText("nobody has acknowledged");
    await expectFits(page, walls);
    await expectAccessible(page);
    // Two turns of the calm picture: what is wrong stays in sight.
    await page.clock.install();
    await page.clock.fastForward(12_000);
    await expect(wall(page)).toHaveAttribute("data-wall-page", "overview");
  } finally {
    lease.stop();
  }
});
