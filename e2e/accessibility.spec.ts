import type { Page } from "@playwright/test";
import { expectAccessible, expectRules } from "./fixtures/axe.ts";
import { startFakeNode } from "./fixtures/fake-node.ts";
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

/** Where a table must be. */
const tables = ["/locks", "/owners", "/operations", "/incidents", "/fleet?view=table"];

const inTheme = (page: Page, theme: "dark" | "light") =>
  page.evaluate((name) => {
    document.documentElement.dataset["theme"] = name;
  }, theme);

/** What each table says of itself: all its rows and columns, not only those that are drawn. */
async function expectCounted(page: Page): Promise<void> {
  const grids = await page.locator("#main [aria-rowcount]").evaluateAll((tables) =>
    tables.map((table) => ({
      rowcount: Number(table.getAttribute("aria-rowcount")),
      colcount: Number(table.getAttribute("aria-colcount") ?? Number.POSITIVE_INFINITY),
      headers: table.querySelectorAll("[role=columnheader], th").length,
      rows: table.querySelectorAll("[aria-rowindex]").length,
      sorted: table.querySelectorAll("[aria-sort=ascending], [aria-sort=descending]").length,
    })),
  );
  for (const { rowcount, colcount, headers, rows, sorted } of grids) {
    expect(rowcount, `${page.url()}: rows with the head`).toBeGreaterThanOrEqual(2);
    expect(rows, `${page.url()}: rows with their index`).toBeGreaterThanOrEqual(1);
    expect(colcount, `${page.url()}: columns`).toBeGreaterThanOrEqual(headers);
    expect(sorted, `${page.url()}: sorted by one column at most`).toBeLessThanOrEqual(1);
  }
  const { pathname, search } = new URL(page.url());
  if (tables.includes(pathname + search))
    expect(grids.length, `${page.url()} has its table`).toBeGreaterThan(0);
}

/** No picture without words. */
async function expectWords(page: Page): Promise<void> {
  const words = await page
    .locator("#main :is(canvas, svg[role=img]:not([data-state-mark]), [role=img]:not(svg), [role=slider])")
    .evaluateAll((pictures) =>
      pictures
        .filter((picture) => picture.closest("[aria-hidden=true]") === null)
        .map((picture) => {
          const named = (picture.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
          const texts = named.map((id) => document.getElementById(id)?.textContent ?? "");
          const label = picture.getAttribute("aria-label") ?? "";
          const value = picture.getAttribute("aria-valuetext") ?? "";
          return [label, value, ...texts, picture.textContent ?? ""].join(" ").trim();
        }),
    );
  const without = words.filter((text) => text.length < 4);
  expect(without, `pictures without words on ${page.url()}`).toEqual([]);
}

/** A name that is drawn in two pieces is read out and copied as one, without anything between them. */
async function expectWholeNames(page: Page): Promise<void> {
  const names = await page.locator("#main bdi[title]:has(> [aria-hidden])").evaluateAll((all) =>
    all.slice(0, 20).map((name) => {
      getSelection()?.selectAllChildren(name);
      return { title: name.getAttribute("title") ?? "", copied: getSelection()?.toString() };
    }),
  );
  const heard = await page.locator("#main").ariaSnapshot();
  for (const { title, copied } of names) {
    expect(copied, `a copy on ${page.url()}`).toBe(title);
    // What needs quotes in a snapshot is another text there.
    if (/^[\w./:-]+$/.test(title)) expect(heard, page.url()).toContain(title);
  }
  if (new URL(page.url()).pathname === "/locks")
    expect(names.length, `${page.url()} has names`).toBeGreaterThan(0);
}

test("every screen is accessible in both themes, on a desk and on a phone, and however narrow", async ({
  page,
  seeded,
}) => {
  test.setTimeout(240_000);
  for (const { name, path, shows } of screens) {
    await test.step(name, async () => {
      await page.setViewportSize(desktop);
      await seeded.refuse();
      await page.goto(path(seeded));
      await expect(page.getByRole("heading").filter({ hasText: shows }).first()).toBeVisible();
      // The design's own page shows what a screen looks like that has no data yet.
      await settled(page, name === "design");
      await expectAccessible(page);
      await expectCounted(page);
      await expectWords(page);
      await expectWholeNames(page);
      await inTheme(page, "light");
      await expectRules(page, ["color-contrast"], "in light");
      await page.setViewportSize(phone);
      await expectRules(page, ["target-size", "scrollable-region-focusable"], "on a phone");
      await expectReflow(page);
      await expectRoomForText(page);
    });
  }
});

test("the wall is accessible", async ({ page, seeded }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await seeded.refuse();
  await page.goto("/wall");
  await expect(page.getByText(/aim_lock_config/).first()).toBeVisible();
  await settled(page);
  await expectAccessible(page);
});

test("the picture of the fleet says something else when the fleet is another", async ({
  page,
  locksmith,
  seeded,
}) => {
  expect(seeded.node).toContain("control-1");
  await page.goto("/fleet");
  await settled(page);
  const field = page.getByRole("main");
  await expect(field).not.toContainText("drone-99");
  const node = await startFakeNode(locksmith.server, "drone-99", []);
  await expect(
    field
      .getByText(/drone-99/)
      .or(field.getByLabel(/drone-99/))
      .first(),
  ).toBeAttached();
  node.stop();
});

test("a busy time is not read out: what is said politely is bounded", async ({ page, locksmith, seeded }) => {
  expect(seeded.orphan).toContain("/locks/");
  await page.goto("/locks");
  await settled(page);
  await page.evaluate(() => {
    const said: string[] = [];
    Reflect.set(window, "said", said);
    const isLoud = (live: Element) => {
      const how =
        live.getAttribute("aria-live") ?? (live.getAttribute("role") === "alert" ? "assertive" : "polite");
      return how !== "off";
    };
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        const live = element?.closest("[role=status], [role=alert], [role=log], [aria-live]") ?? null;
        if (live !== null && isLoud(live)) said.push(live.textContent ?? "");
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  const { api } = locksmith;
  const session = { node: "control-1", service: "busy", instanceId: "busy-instance", ttlMs: 60_000 };
  const { sessionId } = await (await api.post("/api/v1/sessions", { data: session })).json();
  for (let turn = 0; turn < 12; turn += 1) {
    const all = Array.from({ length: 10 }, (_, i) => `busy-${turn}-${i}.conf`);
    const taken = await Promise.all(
      all.map((name) => api.post(`/api/v1/leases/${name}/acquire`, { data: { sessionId } })),
    );
    expect(taken.every((answer) => answer.ok())).toBe(true);
  }
  await expect(page.getByRole("main").getByText(/^12\d locks|^1[23]\d locks/)).toBeVisible();
  const said = await page.evaluate(() => Reflect.get(window, "said") as string[]);
  expect(said, "what a screen reader would have said").toEqual([]);
  // The reader's own act is answered.
  await page
    .getByRole("searchbox")
    .or(page.getByPlaceholder(/search|filter/i))
    .first()
    .fill("busy-11");
  await expect(page.getByText(/^10 of /)).toBeVisible();
  expect(await page.evaluate(() => (Reflect.get(window, "said") as string[]).length)).toBeGreaterThan(0);
  await api.delete(`/api/v1/sessions/${sessionId}`);
});

test("the lock table stands where it stood when the counts of its filters come", async ({ page, seeded }) => {
  expect(seeded.orphan).toContain("/locks/");
  // Without counts the filters have one line here, with them two.
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Reflect.set(window, "shifts", shifts);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push(Number(Reflect.get(entry, "value")));
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto("/locks");
  await settled(page);
  await expect(page.getByRole("button", { name: /^Held \d+/ })).toBeVisible();
  const shifts = await page.evaluate(() => Reflect.get(window, "shifts") as number[]);
  expect(
    shifts.filter((value) => value > 0.1),
    "of 0.1 a shift is said to be seen",
  ).toEqual([]);
});

test("states are told by shape in forced colours, and nothing moves for whom movement is too much", async ({
  page,
  seeded,
}) => {
  await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
  await page.goto(seeded.orphan);
  await settled(page);
  const marks = page.getByRole("main").locator("[data-state-mark]");
  await expect(marks.first()).toBeVisible();
  const lost = await marks.evaluateAll(
    (all) =>
      all.filter((mark) => {
        const { width, height } = mark.getBoundingClientRect();
        const { color, forcedColorAdjust, backgroundColor } = getComputedStyle(mark);
        return width > 0 && (height === 0 || (forcedColorAdjust !== "none" && color === backgroundColor));
      }).length,
  );
  expect(lost).toBe(0);
  const moving = await page.evaluate(
    () =>
      document.getAnimations().filter((animation) => {
        const { duration, iterations } = animation.effect?.getComputedTiming() ?? {};
        return Number(duration) > 10 && Number(iterations) > 1;
      }).length,
  );
  expect(moving).toBe(0);
});
