import { expectAccessible } from "./fixtures/axe.ts";
import { nodeUp } from "./fixtures/nodes.ts";
import { lockInFamily } from "./fixtures/orphan.ts";
import { expect, test } from "./fixtures/test.ts";

test("a real orphan shows its dead taker, its true holder and its verdict, until it is gone", async ({
  locksmith,
  page,
}) => {
  await locksmith.server.startAgent({ node: "node-7" });
  await nodeUp(locksmith, "node-7");
  // The host's other locks are seen too: a name that nothing else here has.
  const name = `aim_lock_${process.pid}.conf`;
  const orphan = await lockInFamily(name);
  try {
    await page.goto(`/locks?node=node-7&q=${name}`);
    const row = page.getByRole("row", { name: new RegExp(name) });
    await expect(row).toContainText("Live");
    await orphan.killTaker();
    await expect(row).toContainText("Orphan");
    await row.getByRole("link", { name: new RegExp(name) }).click();

    const verdict = page.getByRole("region", { name: "Verdict" });
    await expect(verdict).toContainText(String(orphan.takerPid));
    await expect(verdict).toContainText("sleep");
    await expect(verdict).toContainText(String(orphan.holderPid));
    await expect(page.getByText(orphan.path, { exact: true })).toBeVisible();
    await expect(page).toHaveTitle(/Orphan/);
    await expectAccessible(page);

    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1 })).toContainText("left by an owner that is gone");
    await page.goBack();
    await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  } finally {
    await orphan.end();
  }
  await expect(page.getByText("Gone", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByText("Gone", { exact: true })).toBeVisible();
});
