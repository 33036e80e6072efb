import { join } from "node:path";
import type { Browser, Page } from "@playwright/test";
import { startChild } from "#lib/launch/steps/children.mjs";
import { cleanEnv } from "#lib/launch/testing/clean-env.ts";
import { LineLog } from "#lib/launch/testing/line-log.ts";
import { expectAccessible } from "./fixtures/axe.ts";
import type { Person } from "./fixtures/locksmith.ts";
import { nodeUp } from "./fixtures/nodes.ts";
import { lockInFamily } from "./fixtures/orphan.ts";
import { watchProblems } from "./fixtures/problems.ts";
import { expect, test } from "./fixtures/test.ts";
import { startUnits } from "./fixtures/unit.ts";

const why = "The taker is gone since 03:12, drones stand in mid-patrol";

/** A second browser, of somebody who is not signed in yet. */
async function secondBrowser(browser: Browser, baseURL: string) {
  const context = await browser.newContext({ baseURL, storageState: { cookies: [], origins: [] } });
  return { page: await context.newPage(), problems: watchProblems(context), close: () => context.close() };
}

async function signInHere(page: Page, { email, password }: Person): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** From the lock's page to a confirmed clear, the button pressed twice. */
async function confirmClear(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Clear…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: "Nobody by name" }).check();
  await dialog.getByRole("button", { name: "Review the plan" }).click();
  const verb = dialog.getByRole("button", { name: `Confirm clear of ${name}` });
  await expect(dialog.getByRole("heading", { name: "On this evidence" })).toBeVisible();
  await expect(verb).toHaveAccessibleDescription("Say why.");
  await dialog.getByLabel("Why", { exact: true }).fill(why);
  await expect(verb).toHaveAccessibleDescription(`Type the name first: ${name}`);
  await dialog.getByLabel(`Type ${name} to confirm`).fill(name);
  await expectAccessible(page);
  await verb.dblclick();
  await page.waitForURL(/\/operations\/op_/);
}

const gate = (page: Page, id: string) => page.locator(`#main [data-gate=${id}]`);

test.use({ as: "operator" });

test("a real orphan is cleared by two people in two browsers: page, acknowledge, drain, clear, verify, resume", async ({
  locksmith,
  page,
  browser,
}) => {
  test.slow();
  page.setDefaultTimeout(20_000);
  const node = "node-21";
  const name = `aim_clear_${process.pid}.conf`;
  await locksmith.server.startAgent({ node, args: ["--allow-clear"] });
  await nodeUp(locksmith, node);
  const orphan = await lockInFamily(name);
  const { url, dataDir } = locksmith.server;
  const flags = ["--server", url, "--token-file", join(dataDir, "admin-token"), "--node", node, "--json"];
  const log = new LineLog();
  const guard = ["guard", orphan.path, ...flags, "--watchdog"];
  const watchdog = startChild(guard, { env: cleanEnv({}), onLine: log.add });
  const second = await secondBrowser(browser, url);
  try {
    await page.goto(`/locks?node=${node}&q=${name}`);
    const row = page.getByRole("row", { name: new RegExp(name) }).first();
    await expect(row).toContainText("Live");
    await orphan.killTaker();
    await expect(row).toContainText("Orphan", { timeout: 20_000 });
    await log.find((line) => line.includes("nobody has guarded it yet"));
    await row.getByRole("link", { name: new RegExp(name) }).click();
    await page.waitForURL(/\/locks\/kernel\//);
    const lockUrl = page.url();

    // One that is aborted before anybody acknowledged: nothing has happened.
    await confirmClear(page, name);
    await page.getByRole("button", { name: "Abort…" }).click();
    await page.getByRole("dialog").getByLabel("Why").fill("Only to see that it can be taken back");
    await page.getByRole("dialog").getByRole("button", { name: "Abort" }).click();
    await expect(page.getByText("Aborted", { exact: true }).first()).toBeVisible();

    await page.goto(lockUrl);
    await confirmClear(page, name);
    const clearUrl = page.url();
    await expect(gate(page, "acknowledged")).toHaveAttribute("data-gate-state", "shut");
    await expect(page.getByRole("button", { name: /^Acknowledge/ })).toHaveCount(0);
    // Nobody was told, so that somebody has to be: with the link.
    await expect(page.getByText("Nobody was paged: no receiver is configured")).toBeVisible();
    await expect(page.getByText(clearUrl, { exact: true })).toBeVisible();
    await expectAccessible(page);

    // The page's link, by somebody who is not signed in.
    await second.page.goto(clearUrl);
    await signInHere(second.page, await locksmith.createAccount("approver"));
    await second.page.waitForURL(clearUrl);
    await second.page.getByRole("button", { name: /^Acknowledge for/ }).click();
    await expect(second.page.getByRole("dialog")).toContainText(why);
    // It is read from its title on, not from the note at its end.
    await expect(second.page.getByRole("dialog").getByRole("heading", { level: 2 }).first()).toBeFocused();
    await expect(second.page.getByRole("heading", { name: "What will happen" })).toBeInViewport();
    await second.page.getByRole("dialog").getByRole("button", { name: "Acknowledge for 90 s" }).click();
    await expect(gate(page, "acknowledged")).toHaveAttribute("data-gate-state", "open");
    await expect(gate(page, "acknowledged")).toContainText("shuts in");
    await expect(gate(page, "quiesced")).toHaveAttribute("data-gate-state", "shut");

    await page.getByRole("button", { name: "Drain who could take it again…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog
      .getByRole("radio", { name: /^watchdog/ })
      .first()
      .check();
    await dialog.getByRole("button", { name: "Review the plan" }).click();
    await dialog.getByLabel("Why", { exact: true }).fill("So that nobody takes it again");
    await dialog.getByLabel("Type watchdog to confirm").fill("watchdog");
    await dialog.getByRole("button", { name: "Drain 1 unit" }).click();

    await expect(page.getByText("Done", { exact: true }).first()).toBeVisible({ timeout: 45_000 });
    await expect(page.getByRole("heading", { name: "Result" })).toBeVisible();
    await expect(page.locator("[data-step-state=failed]")).toHaveCount(0);
    await expectAccessible(page);

    await page.getByRole("link", { name: /^Running Drain/ }).click();
    await expect(page.locator("[data-unit-state=paused]")).toHaveCount(1);
    await expectAccessible(page);
    await page.getByRole("button", { name: "Resume now…" }).click();
    await expect(dialog.getByRole("heading", { name: "What will happen" })).toBeVisible();
    await dialog.getByRole("button", { name: "Resume now" }).click();
    await expect(page.locator("[data-unit-state=running]")).toHaveCount(1);

    await page.goto(lockUrl);
    await expect(page.getByRole("region", { name: "Who cleared it" })).toContainText(why);
    expect(second.problems()).toEqual([]);
  } finally {
    await second.close();
    await watchdog.kill9();
    await orphan.end();
  }
});

test("what changed since it was shown voids a confirmation: was beside is, and everything to be typed again", async ({
  locksmith,
  page,
}) => {
  const cycle = await startUnits(locksmith, "node-23", "cycle");
  await cycle.report(["cycle-a"]);
  await page.goto("/operations");
  await page.getByRole("button", { name: "Drain…", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "Review the plan" })).toHaveAccessibleDescription(
    "Choose first whom to drain.",
  );
  await dialog.getByRole("radio", { name: /^cycle 1 unit/ }).check();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Review the plan" }).click();
  await dialog.getByLabel("Why", { exact: true }).fill("The cycle must not start while we look");
  await dialog.getByLabel("Type cycle to confirm").fill("cycle");

  await cycle.report(["cycle-a", "cycle-b"]);
  await dialog.getByRole("button", { name: "Drain 1 unit" }).click();
  await expect(dialog.getByRole("alert")).toContainText("nothing was done");
  await expect(dialog.getByRole("row", { name: /cycle-b/ })).toContainText("not there");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Review the plan again" }).click();
  const verb = dialog.getByRole("button", { name: "Drain 2 units" });
  await expect(verb).toHaveAccessibleDescription("Type the name first: cycle");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  const { items } = await (await locksmith.api.get("/api/v1/operations?q=cycle")).json();
  expect(items.map(({ state }: { state: string }) => state)).toEqual(["planned"]);
});

test.describe("who may not", () => {
  test.use({ as: "viewer", expectedProblems: [/403/] });

  test("sees no button, and is refused by the server as well", async ({ locksmith, page, playwright }) => {
    const name = `aim_view_${process.pid}.conf`;
    await locksmith.server.startAgent({ node: "node-22", args: ["--allow-clear"] });
    await nodeUp(locksmith, "node-22");
    const orphan = await lockInFamily(name);
    try {
      await page.goto(`/locks?node=node-22&q=${name}`);
      const row = page.getByRole("row", { name: new RegExp(name) }).first();
      await expect(row).toContainText("Live");
      await orphan.killTaker();
      await expect(row).toContainText("Orphan", { timeout: 20_000 });
      await row.getByRole("link", { name: new RegExp(name) }).click();
      await expect(page.getByText("Clear it, with proof")).toBeVisible();
      await expect(page.getByRole("button", { name: "Clear…" })).toHaveCount(0);
      await page.goto("/operations");
      await expect(page.getByRole("heading", { name: "Operations", level: 1 })).toBeVisible();
      await expect(page.getByRole("button", { name: "Drain…", exact: true })).toHaveCount(0);
      await expectAccessible(page);

      const viewer = await playwright.request.newContext({
        baseURL: locksmith.server.url,
        storageState: await locksmith.signedIn("viewer"),
        extraHTTPHeaders: { "x-locksmith": "1", origin: locksmith.server.url },
      });
      const spec = { kind: "drain", scope: { type: "fleet" } };
      const answer = await viewer.post("/api/v1/operations", { data: { spec } });
      expect(answer.status()).toBe(403);
      expect((await answer.json()).code).toBe("forbidden");
      await viewer.dispose();
    } finally {
      await orphan.end();
    }
  });
});
