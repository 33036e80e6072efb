import type { APIRequestContext, Locator } from "@playwright/test";
import { expectAccessible } from "./fixtures/axe.ts";
import { expect, test } from "./fixtures/test.ts";
import { startUnits } from "./fixtures/unit.ts";

/** Plans and confirms a drain as its page does; the path of its page. */
async function confirmDrain(operator: APIRequestContext, service: string): Promise<string> {
  const spec = { kind: "drain", scope: { type: "service", service, node: null }, deadlineMs: 20_000 };
  const planned = await (await operator.post("/api/v1/operations", { data: { spec } })).json();
  const { id, snapshot, plan } = planned.operation;
  const confirmed = await operator.post(`/api/v1/operations/${id}/confirm`, {
    data: { reason: "Drones must hover while the lock is cleared", typedName: plan.typedName },
    headers: { "if-match": `"${snapshot}"` },
  });
  expect(confirmed.status(), await confirmed.text()).toBe(200);
  return `/operations/${id}`;
}

/** Within the lower half of the screen, and large enough for a thumb. */
async function expectInReach(button: Locator): Promise<void> {
  await expect(button).toBeInViewport({ ratio: 1 });
  const box = await button.boundingBox();
  expect(box?.y).toBeGreaterThan(422);
  expect(box?.height).toBeGreaterThanOrEqual(44);
  expect(box?.width).toBeGreaterThan(300);
}

test.use({ as: "approver" });

test("whoever is on call acknowledges with one thumb, from the link to the open gate", async ({
  locksmith,
  page,
  playwright,
}) => {
  await (await startUnits(locksmith, "drone-31", "hover")).report(["hover"]);
  const operator = await playwright.request.newContext({
    baseURL: locksmith.server.url,
    storageState: await locksmith.signedIn("operator"),
    extraHTTPHeaders: { "x-locksmith": "1", origin: locksmith.server.url },
  });
  await page.goto(await confirmDrain(operator, "hover"));
  await operator.dispose();

  await expect(page.getByRole("region", { name: "How it stands" })).toBeInViewport();
  const acknowledge = page.getByRole("button", { name: /^Acknowledge for 90 s/ });
  await expectInReach(acknowledge);
  await expectAccessible(page);
  await acknowledge.tap();
  const dialog = page.getByRole("dialog");
  await expect(dialog).toContainText("Drones must hover while the lock is cleared");
  const verb = dialog.getByRole("button", { name: "Acknowledge for 90 s" });
  await expectInReach(verb);
  await expectAccessible(page);
  await verb.tap();

  await expect(page.locator("#main [data-gate=acknowledged]")).toHaveAttribute("data-gate-state", "open");
  await expect(page.locator("[data-unit-state]")).toHaveCount(1);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide).toBeLessThanOrEqual(0);

  await page.goto("/operations?open=true");
  await page.getByRole("row", { name: /Drain service hover/ }).tap();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Drain service hover");
});
