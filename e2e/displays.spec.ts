import type { Page } from "@playwright/test";
import { expectAccessible } from "./fixtures/axe.ts";
import { expect, test } from "./fixtures/test.ts";

/** A new context would take over who is signed in. */
const signedOut = { cookies: [], origins: [] };
const row = (page: Page, text: string) => page.getByRole("row").filter({ hasText: text });
const secretIn = /lks_[\w-]{20,}/;

test.describe("a display", () => {
  // A screen whose right is over is told 401, also on its console.
  test.use({ expectedProblems: [/status of 401/] });

  test("its link lets a screen in and leaves no trace; it shows every page, offers nothing, and goes dark when revoked", async ({
    page,
    browser,
  }) => {
    await page.goto("/settings?tab=displays");
    await page.getByRole("button", { name: "Make a display link" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("NOC west wall");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Make the link" }).click();
    const link = ((await dialog.getByRole("code").textContent()) ?? "").trim();
    expect(link).toMatch(/\/wall#display=lks_[\w-]+$/);
    await dialog.getByRole("button", { name: "I have kept it" }).click();
    await expect(row(page, "NOC west wall")).toContainText("none");

    const screen = await browser.newContext({ storageState: signedOut });
    const wall = await screen.newPage();
    const asked: string[] = [];
    wall.on("request", (request) => asked.push(request.url(), JSON.stringify(request.headers())));
    await wall.goto(link);
    await expect(wall.getByRole("region", { name: "The answer" })).toBeVisible();
    expect(wall.url()).toMatch(/\/wall$/);
    expect(asked.filter((text) => secretIn.test(text))).toEqual([]);
    const cookies = await screen.cookies();
    expect(cookies).toMatchObject([{ httpOnly: true, sameSite: "Strict", path: "/" }]);
    expect(
      await wall.evaluate(() => document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage })),
    ).not.toMatch(secretIn);
    await expect(row(page, "NOC west wall")).toContainText("now", { timeout: 15_000 });

    for (const path of ["/locks?kiosk", "/", "/settings"]) {
      await wall.goto(path);
      await expect(wall.getByRole("main")).toBeVisible();
      await expect(wall.getByRole("button", { name: /^Account of/ })).toHaveCount(0);
      expect(new URL(wall.url()).pathname).toBe(path.split("?")[0]);
    }
    await expect(wall.getByText("This browser is a display")).toBeVisible();
    await expect(wall.getByRole("link", { name: "Sign in" })).toBeVisible();
    await wall.goto("/audit");
    await expect(wall.getByText("You may not see this")).toBeVisible();
    await wall.goto("/wall");
    await expect(wall.getByRole("region", { name: "The answer" })).toBeVisible();

    await page.getByRole("button", { name: "Revoke NOC west wall" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke display" }).click();
    await expect(wall.getByText(/revoked/).first()).toBeVisible();
    await expect(row(page, "NOC west wall")).toHaveCount(0);
    await wall.reload();
    await expect(wall.getByRole("heading", { name: /^NOC west wall was revoked .* UTC by / })).toBeVisible();
    expect(wall.url()).toMatch(/\/wall$/);
    await expectAccessible(wall);
    await wall.goto("/locks");
    await expect(wall.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await screen.close();
  });

  test("a screen without any right is told what to do and sent nowhere; a wrong link says that it is none", async ({
    browser,
  }) => {
    const screen = await browser.newContext({ storageState: signedOut });
    const wall = await screen.newPage();
    await wall.goto("/wall");
    await expect(wall.getByRole("heading", { name: "This screen is no display yet" })).toBeVisible();
    await expectAccessible(wall);
    expect(wall.url()).toMatch(/\/wall$/);
    await wall.evaluate((hash) => window.location.assign(hash), `#display=lks_${"x".repeat(43)}`);
    await expect(wall.getByRole("heading", { name: "This link does not let the screen in" })).toBeVisible();
    expect(wall.url()).toMatch(/\/wall$/);
    await wall.getByRole("link", { name: "Sign in" }).click();
    await expect(wall).toHaveURL(/\/sign-in\?next=%2Fwall$/);
    await screen.close();
  });
});
