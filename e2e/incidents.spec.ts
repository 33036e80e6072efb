import type { Page } from "@playwright/test";
import { expectAccessible } from "./fixtures/axe.ts";
import { leaveLease, type StaleLease } from "./fixtures/stale-lease.ts";
import { expect, test } from "./fixtures/test.ts";

const cursorTime = (page: Page) => page.locator("[data-reading]");

test.use({ as: "operator" });

test.describe("a stale lock that refuses several nodes", () => {
  let lease: StaleLease;
  test.beforeEach(async ({ locksmith }) => {
    lease = await leaveLease(locksmith, { resource: `aim_${Date.now()}.conf`, node: "node-7" });
    await lease.refuse(4);
  });
  test.afterEach(() => lease.stop());

  test("opens by itself, is read from verdict to picture, and is worked on until its report", async ({
    page,
  }) => {
    test.slow();
    await page.goto("/incidents?state=open");
    const row = page.getByRole("row", { name: new RegExp(lease.resource) });
    await expect(row).toContainText("Critical", { timeout: 20_000 });
    await expectAccessible(page);
    await row.click();

    // Verdict first, and that nobody is on it.
    await expect(page.getByRole("region", { name: "What is wrong" })).toContainText("is proven gone");
    await expect(page.getByText("nobody has acknowledged", { exact: true })).toBeVisible();
    await expect(page.getByRole("link", { name: /incident.*nobody acknowledged/ })).toBeVisible();
    await expect(page.getByRole("button", { name: "Resolve…" })).toHaveAccessibleDescription(
      /This is still so/,
    );

    // One cursor over the whole picture, by key and by a line of the timeline.
    const slider = page.getByRole("slider", { name: "Moment on the picture" });
    await expect(slider).toHaveAttribute("aria-valuetext", /refusals in/);
    await slider.press("Home");
    await expect(slider).toHaveAttribute("aria-valuetext", /refusals not known/);
    await slider.press("Shift+ArrowRight");
    const atMark = await cursorTime(page).textContent();
    await slider.press("ArrowRight");
    await expect(cursorTime(page)).not.toHaveText(atMark ?? "");
    const kernel = page.getByRole("listitem").filter({ hasText: "panic in lockd" }).last();
    await kernel.getByRole("button").click();
    await expect(cursorTime(page)).toContainText("panic in lockd");
    await page
      .getByRole("group", { name: "Kinds of lines" })
      .getByRole("button", { name: /Kernel/ })
      .click();
    await expect(page).toHaveURL(/kinds=kernel/);
    await expect(page.getByText(/^1 of \d+ lines$/)).toBeVisible();
    await expectAccessible(page);

    const dialog = page.getByRole("dialog");
    await page.getByRole("button", { name: "Acknowledge…" }).click();
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Acknowledge" }).click();
    await expect(page.getByText("nobody has acknowledged", { exact: true })).toHaveCount(0);
    await page.getByRole("button", { name: "Take command…" }).click();
    await dialog.getByRole("button", { name: "Take command", exact: true }).click();
    await expect(page.getByRole("button", { name: "Give up… commander" })).toBeVisible();
    await page.getByRole("button", { name: "Add a note…" }).click();
    await expect(dialog.getByRole("button", { name: "Add the note" })).toHaveAccessibleDescription(
      /in words first/,
    );
    await dialog.getByLabel("Note").fill("Guardian restarted by hand, <b>no</b> effect");
    await dialog.getByRole("button", { name: "Add the note" }).click();
    await expect(page.getByText("Guardian restarted by hand, <b>no</b> effect").first()).toBeVisible();

    await page.getByRole("link", { name: "Report" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Report:");
    await expect(page.locator("[data-report]")).toContainText("Guardian restarted by hand");
    await expectAccessible(page);
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download .md" }).click();
    expect((await download).suggestedFilename()).toMatch(/^incident-.*\.md$/);
    await page.emulateMedia({ media: "print" });
    await expect(page.getByRole("navigation", { name: "Main" })).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Print" })).toHaveCount(0);
  });
});

test.describe("a viewer", () => {
  test.use({ as: "viewer" });

  test("sees an incident and no button that changes it; the server refuses as well", async ({
    locksmith,
    page,
  }) => {
    const opened = await locksmith.api.post("/api/v1/incidents", {
      data: { title: "Arms stall at gate 4", resource: `arms_${Date.now()}.conf`, severity: "warning" },
    });
    const { id } = await opened.json();
    await page.goto(`/incidents/${id}`);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("Arms stall at gate 4");
    const offered = page.getByRole("button", {
      name: /Acknowledge|Take|Note|Severity|Merge|Resolve|Give|Add/,
    });
    await expect(page.getByRole("heading", { name: "Who does what" })).toBeVisible();
    await expect(offered).toHaveCount(0);
    await expectAccessible(page);
    const refused = await page.request.post(`/api/v1/incidents/${id}/acknowledge`, {
      data: {},
      headers: { "x-locksmith": "1", origin: locksmith.server.url },
    });
    expect(refused.status()).toBe(403);
  });
});
