import type { Page } from "@playwright/test";
import type { Locksmith } from "./fixtures/locksmith.ts";
import { expect, test } from "./fixtures/test.ts";

/** A session of a new service. */
async function session({ api }: Locksmith, service: string): Promise<string> {
  const data = { node: "node-alert", service, instanceId: `${service}-instance`, ttlMs: 600_000 };
  return (await (await api.post("/api/v1/sessions", { data })).json()).sessionId;
}

/** Lets one service hold a resource and returns what lets another be refused it. */
async function contended(locksmith: Locksmith, resource: string): Promise<() => Promise<void>> {
  const take = async (service: string, status: number) => {
    const sessionId = await session(locksmith, service);
    const path = `/api/v1/leases/${encodeURIComponent(resource)}/acquire`;
    expect((await locksmith.api.post(path, { data: { sessionId, waitMs: 0 } })).status()).toBe(status);
  };
  await take(`holder-of-${resource}`, 200);
  return () => take("refused-service", 409);
}

const iconOf = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('link[rel~="icon"]')].map((link) => link.getAttribute("href")),
  );

/** Titles and icons that were to be seen, one for each painted frame. */
async function watchTab(page: Page): Promise<() => Promise<{ titles: string[]; icons: string[] }>> {
  await page.evaluate(() => {
    const seen = { titles: new Set<string>(), icons: new Set<string>() };
    Reflect.set(window, "seen", seen);
    const look = () => {
      seen.titles.add(document.title);
      for (const link of document.querySelectorAll('link[rel~="icon"]')) {
        seen.icons.add(link.getAttribute("href")?.slice(0, 24) ?? "");
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  return () =>
    page.evaluate(() => {
      const { titles, icons } = Reflect.get(window, "seen") as Record<"titles" | "icons", Set<string>>;
      return { titles: [...titles], icons: [...icons] };
    });
}

test("a tab shows the worst in sight, through every navigation, and calls once for a lock when it was asked to", async ({
  locksmith,
  page,
  context,
}) => {
  await context.grantPermissions(["notifications"]);
  // What the desktop would show, noted instead: a test cannot look there.
  await page.addInitScript(() => {
    const shown: { title: string; tag: string; closed: boolean; click: () => void }[] = [];
    Reflect.set(window, "shown", shown);
    class Noted {
      static permission = "granted";
      static requestPermission = async () => "granted";
      onclick: (() => void) | null = null;
      #note;
      constructor(title: string, { tag }: { tag: string }) {
        this.#note = { title, tag, closed: false, click: () => this.onclick?.() };
        shown.push(this.#note);
      }
      close() {
        this.#note.closed = true;
      }
    }
    Reflect.set(window, "Notification", Noted);
  });
  const refuse = await contended(locksmith, "alert-one.conf");
  await page.goto("/settings?tab=profile");
  const calm = await iconOf(page);
  await expect(page.getByRole("switch", { name: "Notify when a lock becomes HOT" })).not.toBeChecked();
  await expect(page.getByRole("switch", { name: "Sound when a lock becomes HOT" })).not.toBeChecked();
  await page.getByRole("switch", { name: "Notify when a lock becomes HOT" }).click();
  await expect(page.locator("html[data-feed=fresh]")).toBeAttached();

  await refuse();
  await expect(page).toHaveTitle(/^\(\d+ HOT\) Settings · Locksmith$/);
  const hot = await iconOf(page);
  expect(hot).not.toEqual(calm);
  expect(hot.every((href) => href?.startsWith("data:image/svg+xml,"))).toBe(true);
  const notes = () =>
    page.evaluate(() =>
      (Reflect.get(window, "shown") as { title: string; tag: string; closed: boolean }[]).map(
        (note) => note.title,
      ),
    );
  await expect.poll(notes).toEqual(["Locksmith calls here", "HOT: alert-one.conf"]);
  await refuse();

  const seen = await watchTab(page);
  await page.getByRole("link", { name: "Locks", exact: true }).first().click();
  await expect(page).toHaveTitle(/^\(\d+ HOT\) Locks · Locksmith$/);
  await page.getByRole("link", { name: "Fleet", exact: true }).first().click();
  await expect(page).toHaveTitle(/^\(\d+ HOT\) Fleet · Locksmith$/);
  const { titles, icons } = await seen();
  expect(
    titles.filter((title) => !/^\(\d+ HOT\) /.test(title)),
    "no title without it, in no frame",
  ).toEqual([]);
  expect(icons, "no other icon, in no frame").toEqual(["data:image/svg+xml,%3Csv"]);

  expect(await notes(), "once for a lock, however often it refuses").toEqual([
    "Locksmith calls here",
    "HOT: alert-one.conf",
  ]);
  await page.evaluate(() => (Reflect.get(window, "shown") as { click: () => void }[])[1]?.click());
  await expect(page).toHaveURL(/\/locks\/native\/alert-one\.conf$/);
  await expect(page).toHaveTitle(/^\(\d+ HOT\) Hot · alert-one\.conf/);
});

test("where the browser has the permission and shows nothing, the switch stays off and says so", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["notifications"]);
  await page.addInitScript(() => {
    // Chromium on Android has the name, the permission, and this.
    class Refused {
      static permission = "granted";
      constructor() {
        throw new TypeError("Illegal constructor");
      }
    }
    Reflect.set(window, "Notification", Refused);
  });
  await page.goto("/settings?tab=profile");
  const notify = page.getByRole("switch", { name: "Notify when a lock becomes HOT" });
  await notify.click();
  await expect(page.getByText("This browser lets no page show notifications.")).toBeVisible();
  await expect(notify).not.toBeChecked();
});
