import type { Page } from "@playwright/test";
import { expectAccessible } from "./fixtures/axe.ts";
import { nodeUp } from "./fixtures/nodes.ts";
import { lockInFamily } from "./fixtures/orphan.ts";
import { leaveLease } from "./fixtures/stale-lease.ts";
import { expect, test } from "./fixtures/test.ts";
import { startUnits } from "./fixtures/unit.ts";

const why = "The taker is gone since 03:12, drones stand in mid-patrol";

/** From the lock's page to a confirmed clear, the button pressed twice. */
async function confirmClear(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Clear…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: "Nobody by name" }).check();
  await dialog.getByRole("button", { name: "Review the plan" }).click();
  const verb = dialog.getByRole("button", { name: `Confirm clear of ${name}` });
  await expect(dialog.getByRole("heading", { name: "On this evidence" })).toBeVisible();
  await expect(verb).toHaveAccessibleDescription("Say why.");
  await dialog.getByLabel("Why", { exact: true }).fill(why);
  await expect(verb).toHaveAccessibleDescription(`Type the name first: ${name}`);
  await dialog.getByLabel(`Type ${name} to confirm`).fill(name);
  await expectAccessible(page);
  await verb.dblclick();
  await page.waitForURL(/\/operations\/op_/);
}

test.use({ as: "operator" });

// The whole repair is walked in keyboard.spec.ts, by keys.
test("a double click confirms a clear once, and nobody was paged: so it is said, with the link", async ({
  locksmith,
  page,
}) => {
  const name = "aim_twice.conf";
  const lease = await leaveLease(locksmith, { resource: name, node: "node-24" });
  try {
    await page.goto(`/locks/native/${name}`);
    await confirmClear(page, name);
    await expect(page.locator("#main [data-gate=acknowledged]")).toHaveAttribute("data-gate-state", "shut");
    await expect(page.getByRole("button", { name: /^Acknowledge/ })).toHaveCount(0);
    await expect(page.getByText("Nobody was paged: no receiver is configured")).toBeVisible();
    await expect(page.getByText(page.url(), { exact: true })).toBeVisible();
    await expectAccessible(page);
    const { items } = await (await locksmith.api.get(`/api/v1/operations?q=${name}`)).json();
    expect(items).toHaveLength(1);
    const { history } = await (await locksmith.api.get(`/api/v1/operations/${items[0].id}`)).json();
    const kinds = history.map(({ kind }: { kind: string }) => kind);
    expect(kinds.filter((kind: string) => kind === "operation.confirmed")).toHaveLength(1);

    await page.getByRole("button", { name: "Abort…" }).click();
    await page.getByRole("dialog").getByLabel("Why").fill("Only to see that it can be taken back");
    await page.getByRole("dialog").getByRole("button", { name: "Abort" }).click();
    await expect(page.getByText("Aborted", { exact: true }).first()).toBeVisible();
  } finally {
    lease.stop();
  }
});

test("what changed since it was shown voids a confirmation: was beside is, and everything to be typed again", async ({
  locksmith,
  page,
}) => {
  const cycle = await startUnits(locksmith, "node-23", "cycle");
  await cycle.report(["cycle-a"]);
  await page.goto("/operations");
  await page.getByRole("button", { name: "Drain…", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "Review the plan" })).toHaveAccessibleDescription(
    "Choose first whom to drain.",
  );
  await dialog.getByRole("radio", { name: /^cycle 1 unit/ }).check();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Review the plan" }).click();
  await dialog.getByLabel("Why", { exact: true }).fill("The cycle must not start while we look");
  await dialog.getByLabel("Type cycle to confirm").fill("cycle");

  await cycle.report(["cycle-a", "cycle-b"]);
  await dialog.getByRole("button", { name: "Drain 1 unit" }).click();
  await expect(dialog.getByRole("alert")).toContainText("nothing was done");
  await expect(dialog.getByRole("row", { name: /cycle-b/ })).toContainText("not there");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Review the plan again" }).click();
  const verb = dialog.getByRole("button", { name: "Drain 2 units" });
  await expect(verb).toHaveAccessibleDescription("Type the name first: cycle");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  const { items } = await (await locksmith.api.get("/api/v1/operations?q=cycle")).json();
  expect(items.map(({ state }: { state: string }) => state)).toEqual(["planned"]);
});

test.describe("who may not", () => {
  test.use({ as: "viewer", expectedProblems: [/403/] });

  test("sees no button, and is refused by the server as well", async ({ locksmith, page, playwright }) => {
    const name = `aim_view_${process.pid}.conf`;
    await locksmith.server.startAgent({ node: "node-22", args: ["--allow-clear"] });
    await nodeUp(locksmith, "node-22");
    const orphan = await lockInFamily(name);
    try {
      await page.goto(`/locks?node=node-22&q=${name}`);
      const row = page.getByRole("row", { name: new RegExp(name) }).first();
      await expect(row).toContainText("Live");
      await orphan.killTaker();
      await expect(row).toContainText("Orphan", { timeout: 20_000 });
      await row.getByRole("link", { name: new RegExp(name) }).click();
      await expect(page.getByText("Clear it, with proof")).toBeVisible();
      await expect(page.getByRole("button", { name: "Clear…" })).toHaveCount(0);
      await page.goto("/operations");
      await expect(page.getByRole("heading", { name: "Operations", level: 1 })).toBeVisible();
      await expect(page.getByRole("button", { name: "Drain…", exact: true })).toHaveCount(0);
      await expectAccessible(page);

      const viewer = await playwright.request.newContext({
        baseURL: locksmith.server.url,
        storageState: await locksmith.signedIn("viewer"),
        extraHTTPHeaders: { "x-locksmith": "1", origin: locksmith.server.url },
      });
      const spec = { kind: "drain", scope: { type: "fleet" } };
      const answer = await viewer.post("/api/v1/operations", { data: { spec } });
      expect(answer.status()).toBe(403);
      expect((await answer.json()).code).toBe("forbidden");
      await viewer.dispose();
    } finally {
      await orphan.end();
    }
  });
});
