import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { heldLock } from "#lib/launch/testing/fake-node.ts";
import { expectAccessible } from "./fixtures/axe.ts";
import { startFakeNode } from "./fixtures/fake-node.ts";
import { somebodyElse } from "./fixtures/people.ts";
import { expect, test } from "./fixtures/test.ts";

const node = "views-1";
const evil = "=cmd|calc, of plan.conf";

test.use({ as: "operator" });

const heads = (page: Page) => page.getByRole("columnheader").allTextContents();
const view = (page: Page) => page.getByRole("status").filter({ hasText: "View" });

async function pick(page: Page, menu: string, item: string | RegExp, role: "menuitem" | "menuitemcheckbox") {
  await page.getByRole("button", { name: menu, exact: true }).click();
  await page.getByRole(role, { name: item }).click();
}

async function exported(page: Page, form: string): Promise<{ name: string; text: string }> {
  const download = page.waitForEvent("download");
  await pick(page, "Export", form, "menuitem");
  const file = await download;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}

test("a view is saved, shared, copied, exported, made the default, and told of when it is gone", async ({
  locksmith,
  page,
  browser,
  baseURL,
}) => {
  test.slow();
  const names = ["b.conf", evil, "a.conf", "other.txt"];
  const agent = await startFakeNode(
    locksmith.server,
    node,
    names.map((name, i) => heldLock(node, i, name)),
  );
  const admin = await browser.newContext({
    baseURL: baseURL ?? "",
    storageState: await locksmith.signedIn("admin"),
  });
  const nobody = await somebodyElse(browser, baseURL ?? "");
  try {
    await page.goto(`/locks?node=${node}&q=conf&sort=-resource`);
    const grid = page.getByRole("grid", { name: "Locks" });
    await expect(grid).toHaveAttribute("aria-busy", "false", { timeout: 30_000 });
    await expect(grid).toHaveAttribute("aria-rowcount", "4");
    await pick(page, "Display", "Epoch", "menuitemcheckbox");
    await page.keyboard.press("Escape");
    await pick(page, "Views", "Save as a new view…", "menuitem");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("Confs <b>of</b> views-1");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Save the view" }).click();
    await expect(page).toHaveURL(/view=view_[\w-]{16,}/);
    await expect(view(page)).toContainText("Confs <b>of</b> views-1");
    const id = new URL(page.url()).searchParams.get("view");

    // What is taken back is not said again by the view when the page is loaded anew.
    await page.getByRole("button", { name: `Take away the filter node ${node}` }).click();
    await expect(view(page)).toContainText("changed since");
    await page.reload();
    await expect(view(page)).toContainText("changed since");
    await expect(page.getByRole("button", { name: /Take away the filter node/ })).toHaveCount(0);
    await page.getByRole("link", { name: "Back to the view" }).click();
    await expect(view(page)).not.toContainText("changed");

    // Exactly the rows of the filter, in their order, and a formula that is none.
    const csv = await exported(page, "CSV, columns as shown");
    expect(csv.name).toMatch(/^locks_\d{8}T\d{6}Z_.*\.csv$/);
    const lines = csv.text.trimEnd().split("\r\n");
    expect(lines[0]).not.toContain("Epoch");
    expect(lines[0]).toMatch(/,Exported at,Revision,Data$/);
    expect(lines.slice(1).map((line) => /b\.conf|a\.conf|"'=cmd\|calc, of/.exec(line)?.[0])).toEqual([
      "b.conf",
      "a.conf",
      `"'=cmd|calc, of`,
    ]);
    const json = JSON.parse((await exported(page, "JSON, all fields")).text);
    expect(json).toMatchObject({ list: "locks", feed: "fresh", complete: true, total: 3 });
    expect(json.rows.map((row: { resource: string }) => row.resource)).toEqual(["b.conf", "a.conf", evil]);

    // Rows, times: at once, and already in the server's first picture of the next load.
    await page.getByRole("button", { name: "Display", exact: true }).click();
    await page.getByRole("menuitemradio", { name: "Compact" }).click();
    await page.getByRole("menuitemradio", { name: "Date and time" }).click();
    await page.keyboard.press("Escape");
    await expect(grid.locator("[data-row='0']")).toHaveCSS("height", "28px");
    const html = await (await page.request.get(page.url())).text();
    expect(html).toMatch(/data-row="0"[^>]*height:28px/);
    expect(html).not.toMatch(/height:32px;transform|transform:[^"]*;height:32px/);

    // Somebody else opens the link: whose it is, and a copy of their own.
    const other = await admin.newPage();
    await other.goto(`/locks?view=${id}`);
    await expect(view(other)).toContainText(/Confs <b>of<\/b> views-1 of operator/);
    await expect(other).toHaveURL(/q=conf/);
    expect(await heads(other)).not.toContain("Epoch");
    await other.getByRole("button", { name: "Save as my own…" }).click();
    await other.getByRole("dialog").getByLabel("Open this list with it").check();
    await other.getByRole("dialog").getByRole("button", { name: "Save the view" }).click();
    await expect(view(other)).not.toContainText("operator");
    // The way to the whole list is right before the menu has read which view is the default.
    const read = Promise.withResolvers<void>();
    await other.route(/\/api\/v1\/views\?/, async (route) => {
      await read.promise;
      await route.continue();
    });
    await other.goto("/locks");
    await expect(other).toHaveURL(/\?view=view_.*q=conf/);
    await pick(other, "Views", "The whole list", "menuitem");
    await expect(other).toHaveURL(/\/locks\?view=all$/);
    read.resolve();

    // Kept with the person, not with the browser; found by keys; removed, and the link says so.
    await page.keyboard.press("g");
    await page.keyboard.press("v");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Saved views");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Remove…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove the view" }).click();
    await expect(page.getByText("No view is saved yet")).toBeVisible();
    await other.goto(`/locks?view=${id}`);
    await expect(other.getByText("This view was removed")).toBeVisible();
    await expect(other.getByRole("grid", { name: "Locks" })).toBeVisible();

    // A link to a view survives sign-in.
    await nobody.page.goto(`/owners?view=view_${"0".repeat(32)}`);
    await expect(nobody.page).toHaveURL(/sign-in/);
    expect(decodeURIComponent(nobody.page.url())).toContain("/owners?view=view_");
  } finally {
    agent.stop();
    await nobody.close();
    await admin.close();
  }
});
