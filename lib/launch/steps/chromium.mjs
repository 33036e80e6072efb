// @ts-check
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pinnedNode } from "./pinned-node.mjs";
import { root } from "./root.mjs";
import { CommandFailed, runCommand } from "./run-command.mjs";

// The shell first: the same engine without windows, which spares half of the time that a page of a test takes.
const names = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
];

/**
 * A Chromium that is already on this machine and runs: LOCKSMITH_CHROMIUM, one on the PATH, or Playwright's own.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<string | null>} path of the executable
 */
export async function findChromium(env = process.env) {
  const folders = (env["PATH"] ?? "").split(delimiter).filter(Boolean);
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const chosen = env["LOCKSMITH_CHROMIUM"];
  const candidates = chosen ? [chosen] : [...onPath, await playwrightsOwn()];
  return candidates.find((file) => file !== null && existsSync(file) && runs(file)) ?? null;
}

/** A distribution may put a placeholder there that only says how to install the real one. */
const runs = (/** @type {string} */ file) => spawnSync(file, ["--version"], { timeout: 20_000 }).status === 0;

/** @returns {Promise<string | null>} */
async function playwrightsOwn() {
  const { chromium } = await import("@playwright/test");
  return chromium.executablePath() || null;
}

/**
 * Finds a Chromium or installs one: Debian's package when we may, else the build that Playwright downloads.
 * @param {import("./prepare.mjs").Progress} progress
 * @returns {Promise<string>}
 */
export async function ensureChromium(progress) {
  const found = await findChromium();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/etc/debian_version")) {
    await progress.step("Installing Chromium with apt-get", installFromDebian);
  } else {
    const cli = join(root, "node_modules", "@playwright", "test", "cli.js");
    await progress.step("Downloading Playwright's Chromium", () =>
      must(pinnedNode(), [cli, "install", "chromium"]),
    );
  }
  const installed = await findChromium();
  if (!installed) throw new Error("Chromium was installed but cannot be found or does not run");
  return installed;
}

async function installFromDebian() {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await must("apt-get", ["update", "-q"], env);
  const install = (/** @type {string} */ name) => ["install", "-y", "-q", "--no-install-recommends", name];
  const shell = await runCommand("apt-get", install("chromium-headless-shell"), { cwd: root, env });
  // An older Debian has only the whole browser.
  if (shell.code !== 0) await must("apt-get", install("chromium"), env);
}

/**
 * @param {string} file
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
async function must(file, args, env) {
  const ran = await runCommand(file, args, { cwd: root, env });
  if (ran.code !== 0) throw new CommandFailed(`${file} ${args.slice(0, 2).join(" ")}`, ran);
}
