import type { Page } from "@playwright/test";
import { expectAccessible } from "./fixtures/axe.ts";
import { expect, test } from "./fixtures/drill.ts";
import { confirmPlan, gate, planClear, resource, startAct, startDrill } from "./fixtures/drill-moves.ts";
import { phone, type SomebodyElse, signInHere, somebodyElse } from "./fixtures/people.ts";

const lease = `/locks/native/${encodeURIComponent(resource)}`;

test.describe.configure({ mode: "serial" });

/** Versions to come back to and to try, and a canary of it on three drones of which one refuses. */
async function tryCanary(page: Page): Promise<void> {
  await page.goto(`/configs/${encodeURIComponent(resource)}`);
  await page.getByRole("button", { name: "Import from a node…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Reason").fill("What the whole fleet runs");
  await dialog.getByRole("button", { name: /Import/ }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole("button", { name: "Upload a version…" }).click();
  await dialog.getByLabel("Content").fill("aim_rate = 0.8\n");
  await dialog.getByLabel("Reason").fill("A slower aim");
  await dialog.getByRole("button", { name: "Upload the version" }).click();
  await expect(dialog).toHaveCount(0);
  await page.getByRole("button", { name: "Start a canary…" }).click();
  await dialog.getByLabel("The shadow goes to").selectOption("nodes");
  for (const drone of ["drill:drone-1", "drill:drone-2", "drill:drone-3"]) {
    await dialog.getByRole("checkbox", { name: new RegExp(`^${drone} `) }).check();
  }
  await dialog.getByRole("button", { name: "Review the plan" }).click();
  await confirmPlan(page, /^Start the canary/);
}

/** On the phone, from the link of the page: sign in where that was not done yet, read, acknowledge. */
async function acknowledge(onCall: SomebodyElse): Promise<void> {
  const { page } = onCall;
  await page.getByRole("button", { name: /^Acknowledge for/ }).tap();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /^Acknowledge for/ })
    .tap();
  await expect(gate(page, "acknowledged")).toHaveAttribute("data-gate-state", "open");
}

test("two people play the incident from the empty first screen to the report", async ({
  locksmith,
  page,
  browser,
  drill,
}) => {
  test.setTimeout(300_000);
  page.setDefaultTimeout(20_000);
  await page.goto("/");
  await page.getByRole("button", { name: "Start a drill…" }).click();
  await expectAccessible(page);
  await startDrill(page, /^The story as it was/, "person");
  const coach = page.getByRole("complementary", { name: "Coach" });
  await startAct(page, /^Start: 03:12/);
  const hot = coach.locator("[data-act=hot]");
  await expect(hot).toHaveAttribute("data-act-state", "on");
  await expectAccessible(page);
  await startAct(page, /^Start: Drones/);

  await page.goto("/fleet?world=drill");
  await expect(page.locator("[data-node-state=halted]").first()).toBeVisible();
  await expect(page.getByRole("heading", { level: 3, name: "drill:patrol-a" })).toBeVisible();
  await expectAccessible(page);

  await tryCanary(page);
  await expect(page.getByText(`lock mismatch: ${resource} HOT`).first()).toBeVisible();

  await page.goto(lease);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(resource);
  await page.goto(`/locks?source=kernel&world=drill`);
  await page
    .getByRole("row", { name: /Orphan/ })
    .getByRole("link")
    .first()
    .click();
  await page.waitForURL(/\/locks\/kernel\//);
  await planClear(page, /^Nobody by name/);
  const clearOfFlock = page.url();

  const onCall = await somebodyElse(browser, locksmith.server.url, phone);
  try {
    await onCall.page.goto(clearOfFlock);
    await signInHere(onCall.page, await locksmith.createAccount("approver"));
    await onCall.page.waitForURL(clearOfFlock);
    await acknowledge(onCall);

    await page.getByRole("button", { name: "Drain who could take it again…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("radio", { name: /^the whole drill/ }).check();
    await dialog.getByRole("button", { name: "Review the plan" }).click();
    await confirmPlan(page, /^Drain \d+ units/);
    await expect(page.getByRole("heading", { name: "Result" })).toBeVisible({ timeout: 45_000 });
    const drain = await page.getByRole("link", { name: /^Running Drain/ }).getAttribute("href");

    await page.goto(lease);
    await planClear(page, /drill:watchdog/);
    await onCall.page.goto(page.url());
    await acknowledge(onCall);
    await expect(page.getByRole("heading", { name: "Result" })).toBeVisible({ timeout: 45_000 });

    await page.goto(drain ?? "");
    await page.getByRole("button", { name: "Resume now…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Resume now" }).click();
    await drill.until("the report is due", ({ acts }) => acts.at(-1)?.state !== "pending", 60_000);
    await expect(coach.getByRole("region", { name: "Score" })).toBeVisible();
    expect(onCall.problems()).toEqual([]);
  } finally {
    await onCall.close();
  }

  // Whoever stands on a page of the drill is told that it is gone, by the browser's console as well.
  await page.goto("/");
  await page.getByRole("button", { name: "End drill…" }).click();
  await expectAccessible(page);
  await page.getByRole("dialog").getByRole("button", { name: "End the drill" }).click();
  await expect(coach).toHaveCount(0, { timeout: 30_000 });
  await expect(page.getByRole("button", { name: "Start a drill…" })).toBeVisible();
});
