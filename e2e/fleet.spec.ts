import { nodeUp } from "./fixtures/nodes.ts";
import { expect, test } from "./fixtures/test.ts";

test("a fleet is shown by group and kind, and a node leads to its page and to its locks", async ({
  locksmith,
  page,
}) => {
  const agent = await locksmith.server.startAgent({ node: "drone-17" });
  await locksmith.server.startAgent({ node: "arm-4" });
  await page.goto("/fleet");
  const cell = page.getByRole("link", { name: /^drone-17, up/ });
  await expect(cell).toBeVisible();
  await expect(page.getByRole("link", { name: /^arm-4, up/ })).toBeVisible();

  await page.getByRole("searchbox", { name: /Filter nodes/ }).fill("drone");
  await expect(page).toHaveURL(/q=drone/);
  await expect(page.getByRole("link", { name: /^arm-4/ })).toHaveCount(0);
  await cell.click();
  await expect(page.getByRole("heading", { level: 1, name: "drone-17" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "What its agent cannot read" })).toBeVisible();

  await agent.stop();
  await expect(page.getByText("Stopped", { exact: true }).first()).toBeVisible();
});

test("an agent that dies without a word is late, then silent, never called dead", async ({
  locksmith,
  page,
}) => {
  test.slow();
  const agent = await locksmith.server.startAgent({ node: "node-9" });
  await nodeUp(locksmith, "node-9");
  await page.goto("/fleet/node-9");
  await expect(page.getByText("Up", { exact: true }).first()).toBeVisible();
  await agent.kill9();
  await expect(page.getByText("Silent", { exact: true }).first()).toBeVisible({ timeout: 40_000 });
  await expect(page.getByText("Not heard from; that says nothing about the host.")).toBeVisible();
});
