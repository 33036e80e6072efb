import { benchBeats } from "./beats.ts";
import { benchFleet } from "./browser-fleet.ts";
import { benchPaint } from "./browser-paint.ts";
import { benchTable } from "./browser-table.ts";
import { benchTimeline } from "./browser-timeline.ts";
import { benchFanout } from "./fanout.ts";
import { benchHostScan } from "./host-scan.ts";
import { benchLeases } from "./leases.ts";
import { benchMemory } from "./memory.ts";
import { benchPixel } from "./pixel.ts";
import { type BenchServer, startBenchServer } from "./server.ts";
import { benchSoak } from "./soak.ts";
import { benchStart } from "./start.ts";
import type { Row } from "./stats.ts";
import { benchWeight } from "./weight.ts";

/** One part of the benchmark, which runs in a process of its own. */
interface Part {
  run(): Promise<Row[]>;
  /** Several times what it takes on a quiet machine: who takes longer hangs. */
  atMostS: number;
}

/** All parts, in the order in which they run. */
export const parts: Readonly<Record<string, Part>> = {
  scan: { run: benchHostScan, atMostS: 120 },
  leases: { run: () => withServer((server) => benchLeases(server, 8_000)), atMostS: 120 },
  beats: { run: () => withServer((server) => benchBeats(server, 6_000)), atMostS: 120 },
  fanout: { run: () => withServer(benchFanout), atMostS: 120 },
  pixel: { run: () => withServer(benchPixel), atMostS: 180 },
  memory: { run: () => withServer(benchMemory), atMostS: 300 },
  start: { run: benchStart, atMostS: 180 },
  weight: { run: () => withServer(benchWeight), atMostS: 60 },
  table: { run: benchTable, atMostS: 300 },
  fleet: { run: benchFleet, atMostS: 180 },
  paint: { run: benchPaint, atMostS: 240 },
  timeline: { run: benchTimeline, atMostS: 120 },
  soak: { run: benchSoak, atMostS: 480 },
};

async function withServer(work: (server: BenchServer) => Promise<Row[]>): Promise<Row[]> {
  const server = await startBenchServer();
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}
