import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expectAccessible } from "./fixtures/axe.ts";
import { expectReflow, expectRoomForText } from "./fixtures/reflow.ts";
import { expect, type Seeded, settled, test } from "./fixtures/seeded.ts";

// The one page that is asked for without being there.
test.use({ expectedProblems: [/404.*\/locks\/native\/never-seen\.conf/] });

const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

/** Every screen, with something in it; `shows` is what it has when its data came. */
const screens: { name: string; path: (seeded: Seeded) => string; shows: RegExp | string }[] = [
  { name: "overview", path: () => "/", shows: /refusing|incident/i },
  { name: "locks", path: () => "/locks", shows: "Locks" },
  { name: "an orphan", path: ({ orphan }) => orphan, shows: /aim_lock_config/ },
  { name: "a lock that is not there", path: () => "/locks/native/never-seen.conf", shows: /No such lock/ },
  { name: "owners", path: () => "/owners", shows: "Owners" },
  { name: "an owner", path: ({ owner }) => owner, shows: /writer-0/ },
  { name: "fleet", path: () => "/fleet", shows: "Fleet" },
  { name: "fleet as a table", path: () => "/fleet?view=table", shows: "Fleet" },
  { name: "a node", path: ({ node }) => node, shows: /control-1/ },
  { name: "a configuration", path: ({ config }) => config, shows: /aim_lock_config/ },
  { name: "operations", path: () => "/operations", shows: "Operations" },
  { name: "a clear that waits", path: ({ clear }) => clear, shows: /Clear/ },
  { name: "incidents", path: () => "/incidents", shows: "Incidents" },
  { name: "an incident", path: ({ incident }) => incident, shows: /aim_lock_config/ },
  { name: "its report", path: ({ incident }) => `${incident}/report`, shows: /Report/ },
  { name: "audit", path: () => "/audit", shows: "Audit" },
  { name: "settings", path: () => "/settings", shows: "Settings" },
  { name: "accounts", path: () => "/settings?tab=accounts", shows: "Settings" },
  { name: "tokens", path: () => "/settings?tab=tokens", shows: "Settings" },
  { name: "displays", path: () => "/settings?tab=displays", shows: "Settings" },
  { name: "agents", path: () => "/settings?tab=agents", shows: "Settings" },
  { name: "paging", path: () => "/settings?tab=paging", shows: "Settings" },
  { name: "design", path: () => "/design", shows: /Design/i },
];

/** Some rules alone: what was judged already in another size or theme is not judged again. */
async function expectRules(page: Page, rules: string[], where: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withRules(rules).analyze();
  const lines = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
  );
  expect(lines, `${page.url()} ${where}`).toEqual([]);
}

const inTheme = (page: Page, theme: "dark" | "light") =>
  page.evaluate((name) => {
    document.documentElement.dataset["theme"] = name;
  }, theme);

for (const { name, path, shows } of screens) {
  test(`${name} is accessible in both themes, on a desk and on a phone, and however narrow`, async ({
    page,
    seeded,
  }) => {
    test.slow();
    await page.setViewportSize(desktop);
    await seeded.refuse();
    await page.goto(path(seeded));
    await expect(page.getByRole("heading").filter({ hasText: shows }).first()).toBeVisible();
    await settled(page);
    await expectAccessible(page);
    await page.setViewportSize(phone);
    await expectRules(page, ["target-size", "scrollable-region-focusable", "color-contrast"], "on a phone");
    await inTheme(page, "light");
    await expectRules(page, ["color-contrast"], "in light");
    await expectReflow(page);
    await expectRoomForText(page);
  });
}

test("the wall is accessible in both themes", async ({ page, seeded }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await seeded.refuse();
  await page.goto("/wall");
  await expect(page.getByText(/aim_lock_config/).first()).toBeVisible();
  await settled(page);
  await expectAccessible(page);
});
