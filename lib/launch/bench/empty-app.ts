import { spawn } from "node:child_process";
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../steps/root.mjs";
import { startChild, stopChild } from "./child.ts";
import { endsWithin } from "./ends-within.ts";
import { freePort } from "./etcd.ts";

const next = join(root, "node_modules/next/dist/bin/next");
/** Names the folder, which whoever set it removes. */
export const emptyAppVariable = "LOCKSMITH_BENCH_EMPTY_APP";
const buildMs = 90_000;

/** The smallest app that Next accepts, built with our own Next unless a part before did; node_modules is linked, not copied. */
export async function builtEmptyApp(): Promise<string> {
  const folder = process.env[emptyAppVariable];
  if (folder === undefined) throw new Error(`${emptyAppVariable} is not set`);
  const done = join(folder, "built");
  if (existsSync(done)) return folder;
  rmSync(folder, { recursive: true, force: true });
  await build(folder);
  writeFileSync(done, "");
  return folder;
}

async function build(folder: string): Promise<void> {
  mkdirSync(join(folder, "app"), { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "empty", private: true }));
  writeFileSync(
    join(folder, "app/layout.jsx"),
    "export default function Layout({ children }) { return <html><body>{children}</body></html>; }",
  );
  writeFileSync(join(folder, "app/page.jsx"), "export default function Page() { return <p>empty</p>; }");
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  writeFileSync(
    join(folder, "next.config.mjs"),
    `export default { turbopack: { root: ${JSON.stringify(root)} } };`,
  );
  const child = spawn(process.execPath, [next, "build"], {
    cwd: folder,
    stdio: "ignore",
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const code = await endsWithin(buildMs, "the end of the empty Next app's build", ended).finally(() =>
    child.kill(),
  );
  if (code !== 0) throw new Error(`the empty Next app did not build (${code})`);
}

/** What starts it on a port of loopback, from its folder. Connections stay open as long as our own server keeps them. */
export function emptyAppArgs(port: number): string[] {
  return [next, "start", "--port", String(port), "--hostname", "127.0.0.1", "--keepAliveTimeout", "75000"];
}

/** Starts it, waits until it serves, and ends it after `work`. */
export async function withEmptyApp<T>(
  folder: string,
  work: (app: { port: number; pid: number }) => Promise<T>,
): Promise<T> {
  const port = await freePort();
  const isReady = (line: string) => line.includes("Ready");
  const { child } = await startChild(emptyAppArgs(port), { NODE_ENV: "production" }, isReady, folder);
  try {
    return await work({ port, pid: child.pid ?? 0 });
  } finally {
    await stopChild(child);
  }
}
