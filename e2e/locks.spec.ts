import type { Page } from "@playwright/test";
import { lockHref } from "#lib/client/paths.ts";
import { heldLock } from "#lib/launch/testing/fake-node.ts";
import { expectAccessible } from "./fixtures/axe.ts";
import { layCable } from "./fixtures/cable.ts";
import { startFakeNode } from "./fixtures/fake-node.ts";
import type { Locksmith } from "./fixtures/locksmith.ts";
import { expect, test } from "./fixtures/test.ts";

const many = 10_000;

function grid(page: Page) {
  return page.getByRole("grid", { name: "Locks" });
}

/** Locks that match, as the grid says it to those who cannot see it. */
async function count(page: Page): Promise<number> {
  return Number(await grid(page).getAttribute("aria-rowcount")) - 1;
}

async function wholeList(page: Page): Promise<void> {
  await expect(grid(page)).toHaveAttribute("aria-busy", "false", { timeout: 30_000 });
}

/** Takes a native lease for a new session; it is lost when nobody beats, which these tests do not wait for. */
async function takeLease(locksmith: Locksmith, resource: string, service: string): Promise<string> {
  const opened = await locksmith.api.post("/api/v1/sessions", {
    data: { node: "node-1", service, instanceId: `${service}-instance`, ttlMs: 3_600_000 },
  });
  const { sessionId } = await opened.json();
  const path = `/api/v1/leases/${encodeURIComponent(resource)}/acquire`;
  const granted = await locksmith.api.post(path, { data: { sessionId } });
  expect(granted.status()).toBe(200);
  return sessionId;
}

test("ten thousand locks are filtered, sorted and opened by keyboard", async ({ locksmith, page }) => {
  test.slow();
  const locks = Array.from({ length: many }, (_, i) =>
    heldLock("big-1", i, `plan-${String(i).padStart(5, "0")}.conf`),
  );
  const node = await startFakeNode(locksmith.server, "big-1", locks);
  try {
    await page.goto("/locks?node=big-1&sort=resource");
    await wholeList(page);
    expect(await count(page)).toBe(many);
    expect(await grid(page).getByRole("row").count()).toBeLessThan(120);

    await page.keyboard.press("/");
    await page.keyboard.type("plan-0777");
    await expect.poll(() => count(page)).toBe(10);
    await expect(page).toHaveURL(/q=plan-0777/);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await expect.poll(() => count(page)).toBe(many);

    await page.getByRole("button", { name: "Resource" }).click();
    await expect(page).toHaveURL(/sort=-resource/);
    await expect(page.getByRole("columnheader", { name: "Resource" })).toHaveAttribute(
      "aria-sort",
      "descending",
    );
    await expect(grid(page).getByRole("row").nth(1)).toContainText("plan-09999.conf");

    await page.getByRole("main").press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    const row = page.locator("tr:focus");
    await expect(row).toHaveAttribute("aria-rowindex", "4");
    await expect(row).toContainText("plan-09997.conf");
    await page.keyboard.press("End");
    await expect(row).toHaveAttribute("aria-rowindex", String(many + 1));
    await expect(row).toContainText("plan-00000.conf");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("plan-00000.conf");
    await expect(page).toHaveTitle("Held · plan-00000.conf · Locksmith");

    await page.goBack();
    await expect(row).toContainText("plan-00000.conf");
  } finally {
    node.stop();
  }
});

test.describe("over a connection that breaks", () => {
  test.use({ expectedProblems: [/ERR_CONNECTION|ERR_INCOMPLETE|ERR_EMPTY|Failed to load resource/] });

  test("the connection is cut and comes back: no lock is missing, none is shown twice, none that went", async ({
    locksmith,
    page,
  }) => {
    const locks = Array.from({ length: 60 }, (_, i) => heldLock("cut-1", i, `cut-${i}.conf`));
    const node = await startFakeNode(locksmith.server, "cut-1", locks);
    const cable = await layCable(locksmith.server.url);
    try {
      await page.goto(`${cable.url}/locks?node=cut-1&sort=resource`);
      await wholeList(page);
      await expect.poll(() => count(page)).toBe(60);

      cable.cut();
      await expect(page.getByText(/Reconnecting/)).toBeVisible({ timeout: 20_000 });
      const changed = locks.slice(0, 5).map((lock) => ({ ...lock, waiters: [{ pid: 77, process: null }] }));
      const added = Array.from({ length: 5 }, (_, i) => heldLock("cut-1", 100 + i, `cut-new-${i}.conf`));
      const gone = locks.slice(50);
      await node.report(
        [...changed, ...added],
        gone.map((lock) => lock.key),
      );
      expect(await count(page)).toBe(60);

      cable.mend();
      await expect.poll(() => count(page), { timeout: 20_000 }).toBe(55);
      const expected = [...locks.slice(0, 50), ...added].map((lock) => lock.resource).sort();
      expect(await namesShown(page)).toEqual(expected);
      await page.keyboard.press("Home");
      const waiting = page
        .getByRole("row", { name: /cut-0\.conf/ })
        .getByRole("gridcell")
        .nth(8);
      await expect(waiting).toHaveText("1");
    } finally {
      node.stop();
      await cable.remove();
    }
  });
});

/** Every name in the list, read by going through it with the keyboard. */
async function namesShown(page: Page): Promise<string[]> {
  const names: string[] = [];
  const total = await count(page);
  await page.getByRole("main").press("j");
  await page.keyboard.press("Home");
  for (let i = 0; i < total; i += 1) {
    const row = page.locator("tr:focus");
    await expect(row).toHaveAttribute("aria-rowindex", String(i + 2));
    names.push((await row.locator("bdi").first().textContent()) ?? "");
    await page.keyboard.press("j");
  }
  return names.sort();
}

const hostile = {
  markup: '<img src=x onerror="document.title=1"><script>alert(1)</script>',
  control: "bell\u0007 tab\t newline\n escape\u001b[31m nul\u0000 end",
  bidi: "safe\u202efnoc.gpj\u2066 hidden\u200b end",
  slashes: "a//b/../c/./d?x=1#frag%2F%25",
  spaces: "  two  spaces  ",
  long: `${"long-".repeat(817)}THE-END`,
};

/** Control and format characters: what moves a cursor, turns the direction, or takes no place. */
const invisible = /[\p{Cc}\p{Cf}]/u;

for (const [kind, name] of Object.entries(hostile)) {
  test(`a name with ${kind} is shown safely, in the table and on its page`, async ({ locksmith, page }) => {
    let ran = false;
    page.on("dialog", async (dialog) => {
      ran = true;
      await dialog.dismiss();
    });
    await takeLease(locksmith, name, `hostile-${kind}`);
    await page.goto(`/locks?q=hostile-${kind}`);
    const row = grid(page).getByRole("row").nth(1);
    await expect(row).toContainText(`hostile-${kind}`);
    const cell = await row.locator("bdi").first().textContent();
    expect(cell).not.toMatch(invisible);
    await row.getByRole("link").first().click();
    await expect(page).toHaveURL(lockHref("native", name));
    await expect(page.getByRole("region", { name: "Verdict" })).toContainText(`hostile-${kind}`);
    expect(await page.getByRole("main").textContent()).not.toMatch(invisible);
    expect(ran).toBe(false);
    expect(await page.locator("main img, main script").count()).toBe(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await page.reload();
    await expect(page.getByRole("region", { name: "Verdict" })).toContainText(`hostile-${kind}`);
    await expectAccessible(page);
  });
}

test("filters and hidden columns stay: in the address and in this browser", async ({ locksmith, page }) => {
  const session = await takeLease(locksmith, "filters.conf", "filters-service");
  await page.goto(`/locks?owner=${session}`);
  await wholeList(page);
  await expect.poll(() => count(page)).toBe(1);
  await page.getByRole("button", { name: /Take away the filter owner/ }).click();
  await expect(page).toHaveURL(/\/locks$/);
  await page.getByRole("button", { name: /^Free/ }).click();
  await expect(page).toHaveURL(/state=free/);
  await page.getByRole("button", { name: "Display" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Epoch" }).click();
  await page.keyboard.press("Escape");
  await page.goto("/locks?q=filters.conf");
  await expect(page.getByRole("columnheader", { name: "Held for" })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Epoch" })).toHaveCount(0);
});

test("a filter that leaves nothing says so, and lets go of it", async ({ locksmith, page }) => {
  await takeLease(locksmith, "something.conf", "something");
  await page.goto("/locks?q=nothing-has-this-name");
  await expect(page.getByRole("heading", { name: "No lock matches" })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Clear all filters" }).click();
  await expect(grid(page)).toBeVisible();
});

test.describe("when the list cannot be read", () => {
  test.use({ expectedProblems: [/503/] });

  test("what is known stays, the list says that it is not complete, and can be read again", async ({
    locksmith,
    page,
  }) => {
    await takeLease(locksmith, "partly.conf", "partly");
    const problem = {
      type: "urn:locksmith:problem:read-only",
      title: "Not now",
      status: 503,
      code: "internal",
    };
    await page.route("**/api/v1/locks?*", (route) =>
      route.fulfill({ status: 503, contentType: "application/problem+json", body: JSON.stringify(problem) }),
    );
    await page.goto("/locks?q=partly.conf");
    await expect(page.getByText("this list is not complete")).toBeVisible();
    await expect(page.getByRole("row", { name: /partly\.conf/ })).toBeVisible();
    await expect(page.getByRole("button", { name: "Read again" })).toBeVisible();
    // It also tries again by itself.
    await page.unroute("**/api/v1/locks?*");
    await wholeList(page);
    await expect(page.getByText("this list is not complete")).toHaveCount(0);
  });
});

test("a lock's page says live who waits and who was refused, and what would end it", async ({
  locksmith,
  page,
}) => {
  await takeLease(locksmith, "shared-plan.conf", "holder-service");
  await page.goto("/locks/native/shared-plan.conf");
  await expect(page.getByRole("region", { name: "Verdict" })).toContainText("holder-service");
  await expect(page.getByText("Its owner is alive, and no lock is taken from a living owner.")).toBeVisible();
  await expect(page.getByText("Nobody waits.")).toBeVisible();

  const opened = await locksmith.api.post("/api/v1/sessions", {
    data: { node: "node-2", service: "refused-service", instanceId: "refused-instance", ttlMs: 3_600_000 },
  });
  const { sessionId } = await opened.json();
  const path = "/api/v1/leases/shared-plan.conf/acquire";
  expect((await locksmith.api.post(path, { data: { sessionId } })).status()).toBe(409);
  await expect(page.getByRole("link", { name: "refused-service" })).toBeVisible();
  await expect(page).toHaveTitle(/^\(\d+ HOT\) Hot · shared-plan\.conf/);

  const waiting = locksmith.api.post(path, { data: { sessionId, waitMs: 30_000 } });
  await expect(page.getByText("gives up", { exact: false })).toBeVisible();
  await expectAccessible(page);
  await locksmith.api.delete(`/api/v1/sessions/${sessionId}`);
  await expect(page.getByText("Nobody waits.")).toBeVisible();
  await waiting;
});
