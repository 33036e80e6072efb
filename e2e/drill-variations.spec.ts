import type { Page } from "@playwright/test";
import type { DrillChoice } from "#lib/client/drills.ts";
import type { ActId, DrillAct } from "#lib/domain/drill/drill.ts";
import { expectAccessible } from "./fixtures/axe.ts";
import { expect, test } from "./fixtures/drill.ts";
import { resource } from "./fixtures/drill-moves.ts";
import type { Locksmith } from "./fixtures/locksmith.ts";

const lease = `/locks/native/${encodeURIComponent(resource)}`;

/** As the dialog does it; what the screens add is in the test of the story. */
async function start({ api }: Locksmith, options: DrillChoice): Promise<void> {
  const answer = await api.post("/api/v1/drills", {
    data: { options: { pace: "fast", ...options }, runner: "here" },
  });
  expect(answer.status(), await answer.text()).toBe(201);
}

/** Whether the story has come to this act. */
function isCome(acts: readonly DrillAct[], act: ActId): boolean {
  return acts.some(({ id, state }) => id === act && state !== "pending");
}

/** A line of the coach, wherever the story is now. */
const said = (page: Page, text: RegExp) =>
  page.getByRole("complementary", { name: "Coach" }).locator("[data-coach]").filter({ hasText: text });

test("a holder that is only silent is not cleared: the gate of proof stays shut, and it comes back", async ({
  locksmith,
  page,
  drill,
}) => {
  test.setTimeout(180_000);
  page.setDefaultTimeout(20_000);
  await start(locksmith, { variation: "holder-alive", mode: "script" });
  await drill.until("the fleet suffers", ({ acts }) => isCome(acts, "fleet"), 60_000);
  await page.goto(lease);
  await expect(page.getByText("Suspect", { exact: true }).first()).toBeVisible();
  await page.getByRole("button", { name: "Clear…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: "Nobody by name" }).check();
  await dialog.getByRole("button", { name: "Review the plan" }).click();
  await expect(dialog.locator("[data-gate=stale]")).toHaveAttribute("data-gate-state", "shut");
  await expectAccessible(page);
  // It is looked at, and that is what the owner waits for in this story.
  const spec = { kind: "clear", source: "native", key: resource };
  const planned = await locksmith.api.post("/api/v1/operations", { data: { spec } });
  expect(planned.ok(), await planned.text()).toBe(true);
  await page.goto(lease);
  await expect(page.getByText("Live", { exact: true }).first()).toBeVisible({ timeout: 60_000 });
  // The drill ends with this test, and what the page is about goes with it.
  await page.goto("about:blank");
});

test.describe("to its end", () => {
  // It ends by itself, and with it what the page is about.
  test.use({ expectedProblems: [/(?:404 \(Not Found\)|410 \(Gone\)) .*\/api\/v1\/(locks|owners|beats)\//] });

  test("whom nobody knew is refused the lease that was cleared, and stands on its page", async ({
    locksmith,
    page,
    drill,
  }) => {
    test.setTimeout(240_000);
    await start(locksmith, { variation: "second-orchestrator", mode: "autopilot" });
    await drill.until("the clear", ({ acts }) => isCome(acts, "clear"), 150_000);
    await page.goto(lease);
    const stranger = page.locator("#main").getByText("drill:orchestrator-b").first();
    await expect(stranger).toBeVisible({ timeout: 60_000 });
    const trap = /Somebody whom nobody knew asks for the lease, and is refused/;
    await expect(said(page, trap)).toBeAttached({ timeout: 20_000 });
  });
});

test("a version that flies badly is taken back by the rule, though every drone accepted it", async ({
  locksmith,
  page,
}) => {
  test.setTimeout(180_000);
  await start(locksmith, { variation: "canary-telemetry", mode: "autopilot" });
  await page.goto("/");
  const ended = said(page, /^.*The canary ended/);
  await expect(ended).toBeAttached({ timeout: 90_000 });
  await page.goto("/operations?world=drill&kind=canary");
  await page
    .getByRole("row", { name: /Canary/ })
    .first()
    .click();
  await expect(
    page
      .locator("#main")
      .getByText(/trajectory_deviation/)
      .first(),
  ).toBeVisible();
  await expect(page.locator('[data-node-state="rolled-back"]').first()).toBeVisible();
  await expectAccessible(page);
  await page.goto("about:blank");
});
