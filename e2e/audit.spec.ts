import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./fixtures/axe.ts";
import { expect, test } from "./fixtures/test.ts";

const table = (page: Page) => page.getByRole("table", { name: "Audit" });

test("who did what is found by its address, opens to its place in the chain, and leaves as a file", async ({
  locksmith,
  page,
}) => {
  const name = `audited-${Date.now()}`;
  for (const part of ["one", "two"]) {
    await locksmith.api.post("/api/v1/tokens", { data: { name: `${name}-${part}`, scope: "viewer" } });
  }
  await page.goto("/audit");
  await expect(page.getByText("Hash chain whole")).toBeVisible();
  await page.getByLabel("Search all texts of the audit").fill(name);
  await page.getByLabel("What was done").selectOption("Tokens");
  await expect(page.getByText("2 rows", { exact: true })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`q=${name}.*action=token|action=token.*q=${name}`));
  await expect(table(page)).toHaveAttribute("aria-rowcount", "3");

  const rows = table(page).getByRole("button", { name: /token\.create, done/ });
  await rows.first().click();
  await expect(rows.first()).toHaveAttribute("aria-expanded", "true");
  await expect(table(page).getByText("Follows")).toBeVisible();
  await expect(page).toHaveURL(/row=\d+/);
  await expectAccessible(page);

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "JSON lines" }).click();
  const lines = (await readFile(await (await download).path(), "utf8")).trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line).target.split(" ")[0])).toEqual([`${name}-one`, `${name}-two`]);

  await page.getByLabel("Outcome").getByRole("button", { name: "Refused" }).click();
  await expect(page.getByRole("heading", { name: "No row matches" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Clear all filters" }).click();
  await expect(page).toHaveURL(/\/audit$/);
  await page.keyboard.press("j");
  await expect(table(page).getByRole("button").first()).toBeFocused();
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("a row is two lines, and opens without a sideways scroll", async ({ page }) => {
    await page.goto("/audit");
    await table(page)
      .getByRole("button", { name: /sign-in, done/ })
      .last()
      .click();
    await expect(table(page).getByText("Hash", { exact: true })).toBeVisible();
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(await overflow()).toBeLessThanOrEqual(0);
    await expectAccessible(page);
  });
});
