import { expectAccessible } from "./fixtures/axe.ts";
import { expect, test } from "./fixtures/test.ts";

/** A new context would take over who is signed in. */
const signedOut = { cookies: [], origins: [] };
const wrongPassword = [/console: .*401/];

test.describe("signed out", () => {
  test.use({ as: null, expectedProblems: wrongPassword });

  test("a deep link survives sign-in, also after a wrong password", async ({ locksmith, page }) => {
    const person = await locksmith.createAccount("viewer");
    await page.goto("/locks?q=aim_lock&state=hot");
    await expect(page).toHaveURL(/\/sign-in\?next=/);
    await expect(page.getByLabel("Email")).toBeFocused();
    await expectAccessible(page);
    await page.getByLabel("Email").fill(person.email);
    await page.getByLabel("Password", { exact: true }).fill("not it");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByText("The email or the password is wrong.")).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel("Password", { exact: true }).fill(person.password);
    await page.getByLabel("Password", { exact: true }).press("Enter");
    await expect(page).toHaveURL(/\/locks\?q=aim_lock&state=hot$/);
    await expect(page.getByRole("heading", { level: 1, name: "Locks" })).toBeVisible();
  });

  test("a link that leads to another site leads home instead", async ({ locksmith, page }) => {
    const person = await locksmith.createAccount("viewer");
    await page.goto("/sign-in?next=//evil.example/x");
    await page.getByLabel("Email").fill(person.email);
    await page.getByLabel("Password", { exact: true }).fill(person.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(`${locksmith.server.url}/`);
  });

  test("a one-time link that was used says so, and what to do", async ({ locksmith, page }) => {
    await page.goto(String(locksmith.server.signInUrl));
    await expect(page.getByRole("heading", { name: "This link cannot be used" })).toBeVisible();
    await expectAccessible(page);
    await page.getByRole("link", { name: "Sign in with a password" }).click();
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  });
});

test("signing out ends the session in every page, and the way back leads to the same page", async ({
  browser,
  locksmith,
  page,
}) => {
  const person = await locksmith.createAccount("viewer");
  const context = await browser.newContext({ baseURL: locksmith.server.url, storageState: signedOut });
  const own = await context.newPage();
  await own.goto("/settings?tab=about");
  await own.getByLabel("Email").fill(person.email);
  await own.getByLabel("Password", { exact: true }).fill(person.password);
  await own.getByRole("button", { name: "Sign in" }).click();
  await expect(own.getByText("SQLite")).toBeVisible();
  await own.getByRole("button", { name: /Account of/ }).click();
  await own.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(own.getByRole("heading", { name: "Sign in" })).toBeVisible();
  await own.goto("/fleet");
  await expect(own).toHaveURL(/\/sign-in\?next=%2Ffleet$/);
  await context.close();
  await page.goto("/fleet");
  await expect(page.getByRole("heading", { level: 1, name: "Fleet" })).toBeVisible();
});

test("disabling an account ends its open page within a moment", async ({ browser, locksmith }) => {
  const person = await locksmith.createAccount("operator");
  const context = await browser.newContext({ baseURL: locksmith.server.url, storageState: signedOut });
  const own = await context.newPage();
  await own.goto("/sign-in");
  await own.getByLabel("Email").fill(person.email);
  await own.getByLabel("Password", { exact: true }).fill(person.password);
  await own.getByRole("button", { name: "Sign in" }).click();
  await expect(own.getByText(/^Live ·/)).toBeVisible();
  await locksmith.api.patch(`/api/v1/accounts/${person.id}`, { data: { disabled: true } });
  await expect(own.getByText("You are signed out.")).toBeVisible({ timeout: 15_000 });
  await context.close();
});
