import type { Page } from "@playwright/test";
import { expectAccessible } from "./fixtures/axe.ts";
import { startReceiver } from "./fixtures/receiver.ts";
import { expect, test } from "./fixtures/test.ts";

const row = (page: Page, text: string) => page.getByRole("row").filter({ hasText: text });

test.describe("a receiver", () => {
  // The wrong address is answered with 422.
  test.use({ expectedProblems: [/status of 422 .*\/page-targets/] });

  test("an admin adds a receiver, sees what came of a test page, switches it off and removes it", async ({
    page,
  }) => {
    const receiver = await startReceiver();
    try {
      await page.goto("/settings?tab=paging");
      await page.getByRole("button", { name: "Add a receiver" }).first().click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Format").selectOption("Alertmanager v4 webhook");
      await dialog.getByLabel("Name").fill("night shift");
      await dialog.getByLabel("Address").fill("http://169.254.169.254/latest");
      await dialog.getByLabel("Bearer token").fill("s3cret-of-night-shift");
      await dialog.getByRole("button", { name: "Add the receiver" }).click();
      await expect(dialog.getByText(/no page is ever sent/)).toBeVisible();
      await expectAccessible(page);
      await dialog.getByLabel("Address").fill(`${receiver.url}/hook`);
      await dialog.getByRole("button", { name: "Add the receiver" }).click();
      await expect(dialog).toBeHidden();

      await page.getByRole("button", { name: "Send a test page to night shift" }).click();
      await expect(page.getByText(/The receiver took it\. It took \d+ ms\./)).toBeVisible();
      expect(receiver.received.map((body) => [body["version"], body["status"]])).toEqual([
        ["4", "firing"],
        ["4", "resolved"],
      ]);
      receiver.answers.status = 401;
      await page.getByRole("button", { name: "Send a test page to night shift" }).click();
      await expect(page.getByText(/Not delivered: answered 401\./)).toBeVisible();
      await expect(page.locator("body")).not.toContainText("s3cret-of-night-shift");
      // A toast that fades has no contrast to speak of.
      await expect(page.getByText("Send a test page to be sure.")).toBeHidden();
      await expectAccessible(page);

      const act = async (item: string) => {
        await page.getByRole("button", { name: "Actions for night shift" }).click();
        await page.getByRole("menuitem", { name: item }).click();
      };
      await act("Switch off");
      await expect(row(page, "night shift")).toContainText("Off");
      await act("Remove…");
      await dialog.getByRole("button", { name: "Remove receiver" }).click();
      await expect(page.getByRole("button", { name: "Actions for night shift" })).toHaveCount(0);
    } finally {
      await receiver.close();
    }
  });
});

test("a policy that asks for less says so before it is set, and in the list", async ({ page }) => {
  await page.goto("/settings?tab=policies");
  await page.getByRole("button", { name: "Set one for a resource…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Kind of action").selectOption("Clear");
  await dialog.getByLabel("Resource").fill("lab/scratch.conf");
  await dialog.getByLabel("A second person acknowledges").click();
  await expect(dialog.getByText("This asks for less than the default")).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Set the policy" }).click();
  await expect(dialog).toBeHidden();
  const own = page.getByRole("listitem").filter({ hasText: "lab/scratch.conf" });
  await expect(own).toContainText("Less than the default: One person alone can do it.");
  await page.getByRole("button", { name: "Take back the policy clear:lab/scratch.conf" }).click();
  await dialog.getByRole("button", { name: "Take policy back" }).click();
  await expect(own).toHaveCount(0);
});

test.describe("a viewer", () => {
  test.use({ as: "viewer" });

  test("sees only the parts of the settings that are for viewers; a link says what is needed", async ({
    page,
  }) => {
    await page.goto("/settings");
    const tabs = page.getByRole("tab");
    await expect(tabs).toHaveText(["Profile", "Agents", "Policies", "About"]);
    await page.goto("/settings?tab=policies");
    await expect(page.getByText(/An operator confirms/).first()).toBeVisible();
    await expect(page.getByRole("button", { name: /^(Change|Set one|Take back)/ })).toHaveCount(0);
    await page.goto("/settings?tab=paging");
    await expect(page.getByText("This needs the role admin; yours is viewer.")).toBeVisible();
    await expect(page.getByRole("button", { name: /receiver|test page/i })).toHaveCount(0);
    await expectAccessible(page);
  });
});

test.describe("somebody with a paging link who is not signed in", () => {
  // There is no such operation: it is the way there that is looked at.
  test.use({ as: null, expectedProblems: [/status of 404 .*\/operations\/op_of-a-page/] });

  test("comes to its operation after signing in", async ({ locksmith, page }) => {
    const person = await locksmith.createAccount("approver");
    await page.goto("/operations/op_of-a-page");
    await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
    await page.getByLabel("Email").fill(person.email);
    await page.getByLabel("Password", { exact: true }).fill(person.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page).toHaveURL(/\/operations\/op_of-a-page$/);
  });
});
