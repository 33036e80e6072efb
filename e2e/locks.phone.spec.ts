import { heldLock } from "#lib/launch/testing/fake-node.ts";
import { expectAccessible } from "./fixtures/axe.ts";
import { startFakeNode } from "./fixtures/fake-node.ts";
import { expect, test } from "./fixtures/test.ts";

test("on a phone the table is a list, and a tap leads to the lock's verdict and to what can be done", async ({
  locksmith,
  page,
}) => {
  const locks = Array.from({ length: 40 }, (_, i) =>
    heldLock("phone-1", i, `a-rather-long-name-for-a-configuration-of-drone-${i}.conf`),
  );
  const node = await startFakeNode(locksmith.server, "phone-1", locks);
  try {
    await page.goto("/locks?node=phone-1&sort=resource");
    const grid = page.getByRole("grid", { name: "Locks" });
    await expect(grid).toHaveAttribute("aria-rowcount", "41");
    const row = grid.getByRole("row", { name: /drone-11\.conf/ });
    // The end of a name tells it from its neighbours: it is there at any width.
    await expect(row.getByText(/-11\.conf$/)).toBeInViewport();
    await expectAccessible(page);
    await row.tap();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("drone-11.conf");
    await expect(page.getByRole("region", { name: "Verdict" })).toBeInViewport();
    await expect(page.getByRole("heading", { name: "What can be done" })).toBeInViewport();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
    await expectAccessible(page);
  } finally {
    node.stop();
  }
});
