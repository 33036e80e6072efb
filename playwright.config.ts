import { defineConfig } from "@playwright/test";
import { findChromium } from "./lib/launch/steps/chromium.mjs";

// Tools that only look at this file read it before `npm test` has installed a Chromium; Playwright then says what is missing.
const executablePath = await findChromium();
// Workers read this file again, and need not search again.
if (executablePath !== null) process.env["LOCKSMITH_CHROMIUM"] = executablePath;

const asRoot = process.getuid?.() === 0;
/** Letters and colours as alike as they can be made on any machine: pictures of pages are compared. */
const alike = ["--font-render-hinting=none", "--disable-lcd-text", "--force-color-profile=srgb"];

// Playwright requires a default export here.
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/e2e",
  snapshotPathTemplate: "e2e/screenshots/{arg}{ext}",
  workers: 2,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: process.env["PLAYWRIGHT_JSON_OUTPUT_FILE"] ? [["list"], ["json"]] : [["list"]],
  use: {
    launchOptions: {
      ...(executablePath !== null && { executablePath }),
      args: [...alike, ...(asRoot ? ["--no-sandbox"] : [])],
    },
    locale: "en-GB",
    timezoneId: "UTC",
    colorScheme: "dark",
    // What was done and asked stays of a failure, with a picture. Keeping each step's page took a good part of the
    // processors' time; `--trace on` does so for the file that one looks into.
    trace: { mode: "retain-on-failure", snapshots: false, screenshots: false, sources: false },
    screenshot: "only-on-failure",
  },
  projects: [
    {
      name: "desktop",
      testIgnore: ["**/*.phone.spec.ts", "**/*.wall.spec.ts"],
      use: { viewport: { width: 1440, height: 900 } },
    },
    {
      name: "phone",
      testMatch: "**/*.phone.spec.ts",
      use: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, isMobile: true, hasTouch: true },
    },
    {
      name: "wall",
      testMatch: "**/*.wall.spec.ts",
      use: { viewport: { width: 3840, height: 2160 } },
    },
  ],
});
