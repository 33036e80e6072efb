import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { ConfigFleet } from "#lib/launch/testing/config-fleet.ts";
import { expectAccessible } from "./fixtures/axe.ts";
import { expect, test } from "./fixtures/test.ts";

const before = "rate = 1\n";
const after = "rate = 2 <b>\u202e</b>\n";
const why = "Slower aim on the west dock, as the crew asked";

/** From the configuration's page to a canary that was confirmed, with the shadow on these nodes. */
async function startCanary(page: Page, nodes: readonly string[]): Promise<void> {
  await page.getByRole("button", { name: "Start a canary…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("The shadow goes to").selectOption("nodes");
  for (const node of nodes) await dialog.getByRole("checkbox", { name: new RegExp(`^${node} `) }).check();
  await dialog.getByRole("button", { name: "Review the plan" }).click();
  await expect(dialog.getByText(`${nodes[0]}`).first()).toBeVisible();
  await dialog.getByLabel("Why", { exact: true }).fill(why);
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Start the canary" }).dblclick();
  await page.waitForURL(/\/operations\/op_/);
}

test.describe("an operator", () => {
  test.use({ as: "operator" });

  test("sees a node refuse for its lock and everything go back; then a shadow, and an abort", async ({
    locksmith,
    page,
  }) => {
    test.slow();
    page.setDefaultTimeout(20_000);
    const folder = await mkdtemp(join(tmpdir(), "locksmith-e2e-canary-"));
    const name = `aim_canary_${process.pid}.conf`;
    const fleet = new ConfigFleet(locksmith.server, folder, name);
    const [a, b] = ["canary-a", "canary-b"];
    await fleet.startAll([a, b], before);
    await fleet.upload(after);
    const flock = (...command: string[]) => spawn("flock", ["--no-fork", fleet.file(b), ...command]);
    const lockers = [flock("sleep", "600"), flock("sleep", "601")];
    try {
      await page.goto("/configs");
      await page.getByRole("link", { name: new RegExp(name) }).click();
      await page.getByRole("button", { name: "Compare with 1" }).click();
      await expect(page.getByText("rate = 2 <b>\\u{202e}</b>")).toBeVisible();
      await expectAccessible(page);
      await startCanary(page, [a, b]);
      const line = (node: string) => page.locator(`[data-node="${node}"]`);
      await expect(page.getByRole("heading", { level: 1 })).toContainText(`Canary of ${name}`);
      await expect(line(b)).toContainText(`lock mismatch: ${name} HOT`);
      await expect(line(a)).toHaveAttribute("data-node-state", "rolled-back");
      await expect(page.getByText("Failed", { exact: true }).first()).toBeVisible();
      expect([fleet.content(a), fleet.content(b)]).toEqual([before, before]);
      await expectAccessible(page);

      await page.goto(`/configs/${name}`);
      await startCanary(page, [a]);
      await expect(line(a)).toHaveAttribute("data-node-state", "shadow");
      await expect(page.getByRole("button", { name: "Promote…" })).toHaveAccessibleDescription(/bake time/);
      await page.getByRole("button", { name: "Abort…" }).click();
      await page.getByRole("dialog").getByLabel(/Why/).fill("Enough was seen for today");
      await page.getByRole("dialog").getByRole("button", { name: /Abort/ }).click();
      await expect(line(a)).toHaveAttribute("data-node-state", "rolled-back");
      await expect(page.getByText("Aborted", { exact: true }).first()).toBeVisible();
      expect(fleet.content(a)).toBe(before);
    } finally {
      for (const locker of lockers) locker.kill("SIGKILL");
      await fleet.end();
      await rm(folder, { recursive: true, force: true });
    }
  });
});

test.describe("a viewer", () => {
  test.use({ as: "viewer" });

  test("reads versions, sees no button, and is refused by the server as well", async ({
    locksmith,
    page,
    playwright,
  }) => {
    const name = `aim_view_${process.pid}.conf`;
    const made = await locksmith.api.post(`/api/v1/configs/${name}/versions`, {
      data: { content: before, reason: why },
    });
    expect(made.status()).toBe(201);
    await page.goto(`/configs/${name}`);
    await expect(page.getByText(why)).toBeVisible();
    for (const button of ["Start a canary…", "Upload a version…", "Import from a node…"]) {
      await expect(page.getByRole("button", { name: button })).toHaveCount(0);
    }
    await expectAccessible(page);
    const viewer = await playwright.request.newContext({
      baseURL: locksmith.server.url,
      storageState: await locksmith.signedIn("viewer"),
      extraHTTPHeaders: { "x-locksmith": "1", origin: locksmith.server.url },
    });
    const data = { content: after, reason: why };
    expect((await viewer.post(`/api/v1/configs/${name}/versions`, { data })).status()).toBe(403);
    const spec = { kind: "canary", config: name, version: 1, targets: { by: "spread", count: 1 } };
    expect((await viewer.post("/api/v1/operations", { data: { spec } })).status()).toBe(403);
    await viewer.dispose();
  });
});
