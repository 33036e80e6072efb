import { join } from "node:path";
import type { Page } from "@playwright/test";
import { startChild } from "#lib/launch/steps/children.mjs";
import { cleanEnv } from "#lib/launch/testing/clean-env.ts";
import { LineLog } from "#lib/launch/testing/line-log.ts";
import { expectAccessible } from "./fixtures/axe.ts";
import { Keyboard } from "./fixtures/keyboard.ts";
import type { Person } from "./fixtures/locksmith.ts";
import { nodeUp } from "./fixtures/nodes.ts";
import { lockInFamily } from "./fixtures/orphan.ts";
import { somebodyElse } from "./fixtures/people.ts";
import { expect, test } from "./fixtures/test.ts";

const why = "The taker is gone since 03:12, drones stand in mid-patrol";
const gate = (page: Page, id: string) => page.locator(`#main [data-gate=${id}]`);

// Whoever is paged is not signed in yet.
test.use({ as: null });

async function signIn(keys: Keyboard, { email, password }: Person): Promise<void> {
  const { page } = keys;
  await keys.type(page.getByLabel("Email"), email);
  await keys.type(page.getByLabel("Password", { exact: true }), password);
  await page.keyboard.press("Enter");
}

/** The first stop of a page is the way past everything that is on every page. */
async function skipToMain(keys: Keyboard): Promise<void> {
  const { page } = keys;
  const skip = page.getByRole("link", { name: /^Skip to/ });
  await keys.press(skip);
  await expect(page.getByRole("main")).toBeFocused();
}

/** From the lock's page to a confirmed clear; the verb is pressed twice, as by a hand that trembles. */
async function confirmClear(keys: Keyboard, name: string): Promise<void> {
  const { page } = keys;
  const dialog = page.getByRole("dialog");
  const open = page.getByRole("button", { name: "Clear…" });
  await keys.press(open);
  await expect(dialog).toBeVisible();
  await keys.choose(dialog.getByRole("radio", { name: "Nobody by name" }));
  await keys.press(dialog.getByRole("button", { name: "Review the plan" }));
  const verb = dialog.getByRole("button", { name: `Confirm clear of ${name}` });
  await expect(dialog.getByRole("heading", { name: "On this evidence" })).toBeVisible();
  await keys.kept("the step to the plan");
  await expect(verb).toHaveAccessibleDescription("Say why.");
  await keys.type(dialog.getByLabel("Why", { exact: true }), why);
  await expect(verb).toHaveAccessibleDescription(`Type the name first: ${name}`);
  await keys.type(dialog.getByLabel(`Type ${name} to confirm`), name);
  await expectAccessible(page);
  await keys.to(verb);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/operations\/op_/);
  await keys.kept("the way to the operation's page");
}

async function acknowledge(keys: Keyboard): Promise<void> {
  const { page } = keys;
  const dialog = page.getByRole("dialog");
  await keys.press(page.getByRole("button", { name: /^Acknowledge for/ }));
  await expect(dialog).toContainText(why);
  // It is read from its title on, not from the note at its end.
  await expect(dialog.getByRole("heading", { level: 2 }).first()).toBeFocused();
  await expect(page.getByRole("heading", { name: "What will happen" })).toBeInViewport();
  await keys.press(dialog.getByRole("button", { name: "Acknowledge for 90 s" }));
  await expect(dialog).toHaveCount(0);
  await keys.kept("the acknowledgement");
}

async function drainWatchdog(keys: Keyboard): Promise<void> {
  const { page } = keys;
  const dialog = page.getByRole("dialog");
  await keys.press(page.getByRole("button", { name: "Drain who could take it again…" }));
  await keys.choose(dialog.getByRole("radio", { name: /^watchdog/ }).first());
  await keys.press(dialog.getByRole("button", { name: "Review the plan" }));
  await keys.type(dialog.getByLabel("Why", { exact: true }), "So that nobody takes it again");
  await keys.type(dialog.getByLabel("Type watchdog to confirm"), "watchdog");
  await keys.press(dialog.getByRole("button", { name: "Drain 1 unit" }));
  await expect(dialog).toHaveCount(0);
  await keys.kept("the drain's confirmation");
}

/** Aborted before anybody acknowledged: nothing has happened. */
async function abort(keys: Keyboard): Promise<void> {
  const { page } = keys;
  const dialog = page.getByRole("dialog");
  await keys.press(page.getByRole("button", { name: "Abort…" }));
  await keys.leavesByEscape(dialog, "Abort…");
  await expect(page.getByRole("button", { name: "Abort…" })).toBeFocused();
  await page.keyboard.press("Enter");
  await keys.type(dialog.getByLabel("Why"), "Only to see that it can be taken back");
  await keys.press(dialog.getByRole("button", { name: "Abort" }));
  await expect(page.getByText("Aborted", { exact: true }).first()).toBeVisible();
  await keys.kept("the end of the operation");
}

test("a real orphan is cleared by two people without a mouse: page, sign-in, plan, acknowledge, drain, clear, verify, resume", async ({
  locksmith,
  page,
  browser,
}) => {
  test.slow();
  page.setDefaultTimeout(20_000);
  const node = "node-21";
  const name = `aim_clear_${process.pid}.conf`;
  await locksmith.server.startAgent({ node, args: ["--allow-clear"] });
  await nodeUp(locksmith, node);
  const orphan = await lockInFamily(name);
  const { url, dataDir } = locksmith.server;
  const flags = ["--server", url, "--token-file", join(dataDir, "admin-token"), "--node", node, "--json"];
  const log = new LineLog();
  const guard = ["guard", orphan.path, ...flags, "--watchdog"];
  const watchdog = startChild(guard, { env: cleanEnv({}), onLine: log.add });
  const second = await somebodyElse(browser, url);
  const keys = new Keyboard(page);
  const theirs = new Keyboard(second.page);
  try {
    const list = `/locks?node=${node}&q=${name}`;
    await page.goto(list);
    await signIn(keys, await locksmith.createAccount("operator"));
    await page.waitForURL((at) => `${at.pathname}${at.search}`.startsWith("/locks?"));
    const row = page.getByRole("row", { name: new RegExp(name) }).first();
    await expect(row).toContainText("Live");
    await orphan.killTaker();
    await expect(row).toContainText("Orphan", { timeout: 20_000 });
    await log.find((line) => line.includes("nobody has guarded it yet"));
    await page.reload();
    await expect(page.locator("html")).toHaveAttribute("data-feed", "fresh");
    await skipToMain(keys);
    // A grid is one stop: its row opens with Enter.
    await keys.press(row);
    await page.waitForURL(/\/locks\/kernel\//);
    const lockUrl = page.url();

    await confirmClear(keys, name);
    await abort(keys);
    await page.goto(lockUrl);
    await confirmClear(keys, name);
    const clearUrl = page.url();
    await expect(gate(page, "acknowledged")).toHaveAttribute("data-gate-state", "shut");
    await expect(page.getByRole("button", { name: /^Acknowledge/ })).toHaveCount(0);
    // Nobody was told, so that somebody has to be: with the link.
    await expect(page.getByText("Nobody was paged: no receiver is configured")).toBeVisible();
    await expect(page.getByText(clearUrl, { exact: true })).toBeVisible();
    await expectAccessible(page);

    // The page's link, by somebody who is not signed in.
    await second.page.goto(clearUrl);
    await signIn(theirs, await locksmith.createAccount("approver"));
    await second.page.waitForURL(clearUrl);
    await acknowledge(theirs);
    await expect(gate(page, "acknowledged")).toHaveAttribute("data-gate-state", "open");
    await expect(gate(page, "acknowledged")).toContainText("shuts in");
    await expect(gate(page, "quiesced")).toHaveAttribute("data-gate-state", "shut");
    await drainWatchdog(keys);

    await expect(page.getByText("Done", { exact: true }).first()).toBeVisible({ timeout: 45_000 });
    await expect(page.getByRole("heading", { name: "Result" })).toBeVisible();
    await expect(page.locator("[data-step-state=failed]")).toHaveCount(0);
    await expectAccessible(page);

    await keys.press(page.getByRole("link", { name: /^Running Drain/ }));
    await expect(page.locator("[data-unit-state=paused]")).toHaveCount(1);
    await keys.kept("the way to the drain");
    await expectAccessible(page);
    const dialog = page.getByRole("dialog");
    await keys.press(page.getByRole("button", { name: "Resume now…" }));
    await expect(dialog.getByRole("heading", { name: "What will happen" })).toBeVisible();
    await keys.press(dialog.getByRole("button", { name: "Resume now" }));
    await expect(page.locator("[data-unit-state=running]")).toHaveCount(1);
    await keys.kept("the resume");

    await page.goto(lockUrl);
    await expect(page.getByRole("region", { name: "Who cleared it" })).toContainText(why);
    expect(second.problems()).toEqual([]);
  } finally {
    await second.close();
    await watchdog.kill9();
    await orphan.end();
  }
});
