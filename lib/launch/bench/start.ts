import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { commandMain } from "../steps/command-main.mjs";
import { stopChild } from "./child.ts";
import { builtEmptyApp, emptyAppArgs } from "./empty-app.ts";
import { freePort } from "./etcd.ts";
import { compare, median, type Row } from "./stats.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const rounds = 5;

interface Started {
  firstAnswerMs: number;
  residentMb: number;
}

/** Time from starting the process to the first 200 of a page, and resident memory then, against an empty Next app. */
export async function benchStart(): Promise<Row[]> {
  const empty = await builtEmptyApp();
  const ours: Started[] = [];
  const peers: Started[] = [];
  const data = mkdtempSync(join(tmpdir(), "locksmith-bench-start-"));
  try {
    for (let i = 0; i < rounds; i += 1) {
      ours.push(await startOurs(data));
      peers.push(await startEmpty(empty));
    }
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
  const row = (measure: string, unit: string, of: (s: Started) => number) =>
    compare({
      measure,
      ours: median(ours.map(of)),
      peer: median(peers.map(of)),
      peerName: "empty Next app",
      unit,
      atMost: 1.5,
      note: `median of ${rounds}`,
    });
  return [
    row("first 200 of a page after start", "ms", (s) => s.firstAnswerMs),
    row("resident memory then", "MB", (s) => s.residentMb),
  ];
}

async function startOurs(data: string): Promise<Started> {
  const port = await freePort();
  return firstAnswer(
    [commandMain(root), "server", "--port", String(port), "--data", data],
    root,
    port,
    "/sign-in",
  );
}

async function startEmpty(folder: string): Promise<Started> {
  const port = await freePort();
  return firstAnswer(emptyAppArgs(port), folder, port, "/");
}

async function firstAnswer(args: string[], cwd: string, port: number, path: string): Promise<Started> {
  const started = performance.now();
  const child = spawn(process.execPath, args, {
    cwd,
    stdio: "ignore",
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
  });
  try {
    const deadline = started + 60_000;
    while (performance.now() < deadline) {
      const ok = await fetch(`http://127.0.0.1:${port}${path}`, { signal: AbortSignal.timeout(10_000) }).then(
        (answer) => answer.ok,
        () => false,
      );
      if (ok) return { firstAnswerMs: performance.now() - started, residentMb: residentMb(child.pid ?? 0) };
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`${args[0]} did not answer within a minute`);
  } finally {
    await stopChild(child);
  }
}

function residentMb(pid: number): number {
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(line?.[1] ?? Number.NaN) / 1024;
}
