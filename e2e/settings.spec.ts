import type { Page } from "@playwright/test";
import { expectAccessible } from "./fixtures/axe.ts";
import { expect, test } from "./fixtures/test.ts";

/** A new context would take over who is signed in. */
const signedOut = { cookies: [], origins: [] };
const row = (page: Page, text: string) => page.getByRole("row").filter({ hasText: text });

test("an admin makes an account, changes its role, disables it and removes it by its typed name", async ({
  page,
}) => {
  const email = `made-${Date.now()}@example.org`;
  await page.goto("/settings?tab=accounts");
  await page.getByRole("button", { name: "Make an account" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Made <b>Here</b>");
  await dialog.getByLabel("Email").fill(email);
  await dialog.getByLabel("Role").selectOption("operator");
  await dialog.getByLabel("Password", { exact: true }).fill("long enough for one");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Make the account" }).click();
  await expect(dialog).toBeHidden();
  await expect(row(page, email)).toContainText("Made <b>Here</b>");
  await expect(row(page, email)).toContainText("operator");

  const act = async (item: string) => {
    await page.getByRole("button", { name: `Actions for ${email}` }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };
  await act("Change name or role…");
  await dialog.getByLabel("Role").selectOption("approver");
  await dialog.getByRole("button", { name: "Change account" }).click();
  await expect(row(page, email)).toContainText("approver");
  await act("Disable…");
  await dialog.getByRole("button", { name: "Disable account" }).click();
  await expect(row(page, email)).toContainText("Disabled");
  await act("Remove…");
  await expect(dialog.getByRole("button", { name: "Remove account" })).toBeDisabled();
  await dialog.getByLabel(/to confirm/).fill(email);
  await dialog.getByRole("button", { name: "Remove account" }).click();
  await expect(dialog).toBeHidden();
  await expect(row(page, email)).toHaveCount(0);
});

test("the last active admin can be neither disabled nor removed, and the menu says why", async ({ page }) => {
  await page.goto("/settings?tab=accounts");
  await page.getByRole("button", { name: "Actions for admin@example.org" }).click();
  for (const name of [/^Disable/, /^Remove/]) {
    const item = page.getByRole("menuitem", { name });
    await expect(item).toBeDisabled();
    await expect(item).toContainText("last active admin");
  }
  await expectAccessible(page);
});

test("a token's secret is shown once and works until it is revoked", async ({ locksmith, page, request }) => {
  await page.goto("/settings?tab=tokens");
  await page.getByRole("button", { name: "Make a token" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("one-off");
  await dialog.getByRole("button", { name: "Make the token" }).click();
  const secret = (await dialog.getByText(/^lks_[\w-]{43}$/).textContent()) ?? "";
  await expectAccessible(page);
  const asToken = { headers: { authorization: `Bearer ${secret}` } };
  expect((await request.get(`${locksmith.server.url}/api/v1/me`, asToken)).status()).toBe(200);
  await dialog.getByRole("button", { name: "I have kept it" }).click();
  await expect(page.getByText(secret)).toHaveCount(0);
  await page.getByRole("button", { name: "Revoke one-off" }).click();
  await dialog.getByRole("button", { name: "Revoke token" }).click();
  // While the dialog stands, no row behind it counts as one.
  await expect(dialog).toBeHidden();
  await expect(row(page, "one-off")).toHaveCount(0);
  expect((await request.get(`${locksmith.server.url}/api/v1/me`, asToken)).status()).toBe(401);
});

test("the line that starts an agent names this server, the node and a token for it", async ({
  locksmith,
  page,
  request,
}) => {
  await page.goto("/settings?tab=agents");
  await page.getByRole("textbox", { name: "Node" }).fill("node 12");
  await page.getByRole("button", { name: "Make the line" }).click();
  const line = (await page.getByText(/^LOCKSMITH_TOKEN=/).textContent()) ?? "";
  expect(line).toContain(` agent --server ${locksmith.server.url} --node 'node 12'`);
  const authorization = `Bearer ${/LOCKSMITH_TOKEN=(\S+)/.exec(line)?.[1]}`;
  const me = await request.get(`${locksmith.server.url}/api/v1/me`, { headers: { authorization } });
  expect(await me.json()).toMatchObject({ kind: "agent", node: "node 12" });
});

test("changing the password says what was wrong, and ends the other sessions", async ({
  browser,
  locksmith,
}) => {
  const person = await locksmith.createAccount("viewer");
  const pages = await Promise.all(
    ["first", "second"].map(async () => {
      const context = await browser.newContext({ baseURL: locksmith.server.url, storageState: signedOut });
      const page = await context.newPage();
      await page.goto("/settings");
      await page.getByLabel("Email").fill(person.email);
      await page.getByLabel("Password", { exact: true }).fill(person.password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Settings" })).toBeVisible();
      return page;
    }),
  );
  const [first, second] = pages as [Page, Page];
  await first.getByLabel("Current password").fill("not it");
  await first.getByLabel("New password").fill("a much better one");
  await first.getByRole("button", { name: "Change password" }).click();
  await expect(first.getByText("Is not your current password.")).toBeVisible();
  await first.getByLabel("Current password").fill(person.password);
  await first.getByRole("button", { name: "Change password" }).click();
  await expect(first.getByText("Your password is changed")).toBeVisible();
  await second.goto("/fleet");
  await expect(second.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await first.goto("/fleet");
  await expect(first.getByRole("heading", { level: 1, name: "Fleet" })).toBeVisible();
});

test.describe("a viewer", () => {
  test.use({ as: "viewer" });

  test("sees why not, and no button", async ({ page }) => {
    for (const tab of ["accounts", "tokens"]) {
      await page.goto(`/settings?tab=${tab}`);
      await expect(page.getByText("This needs the role admin; yours is viewer.")).toBeVisible();
      await expect(page.getByRole("button", { name: /^Make/ })).toHaveCount(0);
      await expectAccessible(page);
    }
    await page.goto("/settings?tab=agents");
    await expect(page.getByText(/only admins make tokens/)).toBeVisible();
    await expect(page.getByRole("button", { name: "Make the line" })).toHaveCount(0);
  });
});
