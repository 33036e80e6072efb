import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeLocks } from "./make-locks.ts";
import { compare, median, type Row, timeMs } from "./stats.ts";

const processes = 200;
const perProcess = 50;
const orphans = 10;
const rounds = 5;
/** No single run takes nearly as long. */
const ranMs = 60_000;

interface Scan {
  coldMs: number;
  locks: number;
  ghosts: number;
  scans: number[];
  reads: number[];
}

/** Host scan, cold and steady, with 10,000 flocks in 200 processes and ten real orphans, against `lslocks`. */
export async function benchHostScan(): Promise<Row[]> {
  const locks = await makeLocks(processes, perProcess);
  const left = makeOrphans(orphans);
  try {
    const scans: Scan[] = [];
    const lslocks: (number | null)[] = [];
    // In turns, so that whatever else runs on this machine slows both.
    for (let i = 0; i < rounds; i += 1) {
      scans.push(scanInChild());
      lslocks.push(lslocksMs());
    }
    const missing = lslocks.some((ms) => ms === null);
    const last = scans.at(-1);
    return [
      compare({
        measure: `host scan, cold, ${last?.locks.toLocaleString("en-US")} locks in ${processes} processes`,
        ours: median(scans.map((scan) => scan.coldMs)),
        peer: missing ? null : median(lslocks.map((ms) => ms ?? 0)),
        peerName: "lslocks",
        unit: "ms",
        atMost: 0.3,
        note: `median of ${rounds}; ours found the holders of ${last?.ghosts} locks whose taker is gone`,
      }),
      compare({
        measure: "host scan, steady (nothing changed)",
        ours: median(scans.flatMap((scan) => scan.scans)),
        peer: median(scans.flatMap((scan) => scan.reads)),
        peerName: "one read of /proc/locks",
        unit: "ms",
        atMost: 1.5,
        note: "in turns, in one process",
      }),
    ];
  } finally {
    left.end();
    await locks.release();
  }
}

function scanInChild(): Scan {
  const script = fileURLToPath(new URL("./scan-once.ts", import.meta.url));
  const ran = spawnSync(process.execPath, [script], { encoding: "utf8", maxBuffer: 2 ** 26, timeout: ranMs });
  if (ran.status !== 0) throw new Error(`the scan failed: ${ran.stderr}`);
  return JSON.parse(ran.stdout) as Scan;
}

/** Wall time of one run, or null when lslocks is not there. Its start is small against a run of a second. */
function lslocksMs(): number | null {
  let status: number | null = null;
  const ms = timeMs(() => {
    status = spawnSync("lslocks", ["--noheadings"], {
      maxBuffer: 2 ** 28,
      stdio: "pipe",
      timeout: ranMs,
    }).status;
  });
  return status === 0 ? ms : null;
}

/** Real orphans: `flock FILE sleep` with the flock process killed; `sleep` goes on holding. */
function makeOrphans(count: number): { end(): void } {
  const folder = mkdtempSync(join(tmpdir(), "locksmith-bench-orphans-"));
  const holders: number[] = [];
  const takers: ChildProcess[] = [];
  for (let i = 0; i < count; i += 1) {
    const pidFile = join(folder, `orphan-${i}.pid`);
    const script = `echo $$ > ${pidFile}; exec sleep 600`;
    const taker = spawn("flock", [join(folder, `orphan-${i}.conf`), "sh", "-c", script], { stdio: "ignore" });
    takers.push(taker);
    holders.push(waitForPid(pidFile));
    taker.kill("SIGKILL");
  }
  return {
    end: () => {
      for (const pid of holders) process.kill(pid, "SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Reads the file until it holds a PID; the process that writes it has just been started. */
function waitForPid(file: string): number {
  const deadline = performance.now() + 5_000;
  while (performance.now() < deadline) {
    try {
      const pid = Number(readFileSync(file, "utf8"));
      if (pid > 0) return pid;
    } catch {
      // Not written yet.
    }
  }
  throw new Error("an orphan's holder did not start");
}
