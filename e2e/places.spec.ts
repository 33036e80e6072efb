import { expect, test } from "./fixtures/test.ts";

test("keys lead to every place, and the palette finds a lock", async ({ locksmith, page }) => {
  const opened = await locksmith.api.post("/api/v1/sessions", {
    data: { node: "node-3", service: "palette", instanceId: "palette-instance" },
  });
  const { sessionId } = await opened.json();
  await locksmith.api.post("/api/v1/leases/palette_target.conf/acquire", { data: { sessionId } });
  await page.goto("/");
  // Set from an effect, once the first frame came: before the page's script runs, a key goes nowhere.
  await expect(page.locator("html")).toHaveAttribute("data-feed", "fresh");
  await page.getByRole("main").press("g");
  await page.getByRole("main").press("f");
  await expect(page.getByRole("heading", { level: 1, name: "Fleet" })).toBeVisible();
  await page.getByRole("main").press("g");
  await page.getByRole("main").press("l");
  await expect(page.getByRole("heading", { level: 1, name: "Locks" })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("palette_target");
  await page.getByRole("option", { name: /palette_target\.conf/ }).click();
  await expect(page).toHaveURL(/\/locks\/native\/palette_target\.conf$/);
});
