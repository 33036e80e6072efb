import { expectAccessible } from "./fixtures/axe.ts";
import { nodeUp } from "./fixtures/nodes.ts";
import { expect, test } from "./fixtures/test.ts";

// The one page that is asked for without being there.
test.use({ expectedProblems: [/404.*\/locks\/native\/never-seen\.conf/] });

const places = [
  { path: "/", heading: /nothing|lock|node/i },
  { path: "/locks", heading: "Locks" },
  { path: "/owners", heading: "Owners" },
  { path: "/fleet", heading: "Fleet" },
  { path: "/fleet?as=table", heading: "Fleet" },
  { path: "/operations", heading: "Operations" },
  { path: "/settings", heading: "Settings" },
  { path: "/settings?tab=accounts", heading: "Settings" },
  { path: "/settings?tab=tokens", heading: "Settings" },
  { path: "/settings?tab=agents", heading: "Settings" },
  { path: "/locks/native/never-seen.conf", heading: /No such lock/ },
];

for (const theme of ["dark", "light"] as const) {
  test(`every place is accessible in the ${theme} theme, with a fleet in it`, async ({ locksmith, page }) => {
    test.slow();
    await locksmith.server.startAgent({ node: "node-3" });
    await nodeUp(locksmith, "node-3");
    await page.addInitScript((name) => localStorage.setItem("locksmith.theme", name), theme);
    await page.goto("/fleet/node-3");
    await expect(page.getByRole("heading", { level: 1 })).toContainText("node-3");
    await expect(page.getByText("Up", { exact: true }).first()).toBeVisible();
    await expectAccessible(page);
    for (const { path, heading } of places) {
      await page.goto(path);
      await expect(page.getByRole("heading").filter({ hasText: heading }).first()).toBeVisible();
      await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
      await expectAccessible(page);
    }
  });
}

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
