import { expectAccessible } from "./fixtures/axe.ts";
import { makeOrphan } from "./fixtures/orphan.ts";
import { expect, test } from "./fixtures/test.ts";

test("a real orphan shows its dead taker, its true holder and its verdict, until it is gone", async ({
  locksmith,
  page,
}) => {
  await locksmith.server.startAgent({ node: "node-7" });
  await page.goto("/fleet/node-7");
  await expect(page.getByText("Up", { exact: true }).first()).toBeVisible();
  const orphan = await makeOrphan("aim_lock_config.conf");
  try {
    await page.goto("/locks?q=aim_lock_config.conf");
    const row = page.getByRole("row", { name: /aim_lock_config\.conf/ });
    await expect(row).toContainText("Orphan");
    await row.getByRole("link", { name: /aim_lock_config\.conf/ }).click();

    const verdict = page.getByRole("region", { name: "Verdict" });
    await expect(verdict).toContainText(String(orphan.takerPid));
    await expect(verdict).toContainText("sleep");
    await expect(verdict).toContainText(String(orphan.holderPid));
    await expect(page.getByText(orphan.path)).toBeVisible();
    await expect(page).toHaveTitle(/Orphan/);
    await expectAccessible(page);

    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1 })).toContainText("left by an owner that is gone");
    await page
      .getByRole("link", { name: /aim_lock_config\.conf/ })
      .first()
      .click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("aim_lock_config.conf");
  } finally {
    await orphan.end();
  }
  await expect(page.getByText("Gone", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByText("Gone", { exact: true })).toBeVisible();
});
