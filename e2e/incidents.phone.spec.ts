import { expectAccessible } from "./fixtures/axe.ts";
import { leaveLease } from "./fixtures/stale-lease.ts";
import { expect, test } from "./fixtures/test.ts";

test.use({ as: null });

test("a page's link, opened signed out: acknowledged and at the lock in three taps after sign-in", async ({
  locksmith,
  page,
}) => {
  test.slow();
  const resource = `aim_phone_${Date.now()}.conf`;
  const lease = await leaveLease(locksmith, { resource, node: "node-8" });
  try {
    await lease.refuse(4);
    const person = await locksmith.createAccount("operator");
    let link = "";
    await expect(async () => {
      const { items } = await (await locksmith.api.get(`/api/v1/incidents?q=${resource}`)).json();
      link = `/incidents/${items[0].id}`;
    }).toPass({ timeout: 20_000 });
    await page.goto(link);
    await page.getByLabel("Email").fill(person.email);
    await page.getByLabel("Password", { exact: true }).fill(person.password);
    await page.getByRole("button", { name: "Sign in" }).tap();
    await page.waitForURL(new RegExp(`${link}$`));

    await expect(page.getByRole("region", { name: "What is wrong" })).toBeInViewport();
    const acknowledge = page.getByRole("button", { name: "Acknowledge…" });
    await expect(acknowledge).toBeInViewport({ ratio: 1 });
    const box = await acknowledge.boundingBox();
    expect(box?.y).toBeGreaterThan(422);
    expect(box?.height).toBeGreaterThanOrEqual(44);
    await expectAccessible(page);
    await acknowledge.tap();
    const verb = page.getByRole("dialog").getByRole("button", { name: "Acknowledge" });
    await expect(verb).toBeInViewport({ ratio: 1 });
    await verb.tap();
    await expect(page.getByText(`by ${person.name}`).first()).toBeVisible();
    await page.locator(`#main a[href="/locks/native/${resource}"]`).first().tap();
    await page.waitForURL(/\/locks\/native\//);

    // Every place can be reached from the bar.
    for (const [place, path] of [
      ["Configs", /\/configs$/],
      ["Audit", /\/audit$/],
    ] as const) {
      await page.getByRole("navigation", { name: "Main" }).getByRole("button").tap();
      await page.getByRole("menuitem", { name: place }).tap();
      await expect(page).toHaveURL(path);
    }
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Incidents" }).tap();
    await page.getByRole("row", { name: new RegExp(resource) }).tap();
    await expect(page.getByRole("region", { name: "What is wrong" })).toBeVisible();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
  } finally {
    lease.stop();
  }
});
