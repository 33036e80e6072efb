import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { benchBeats } from "./beats.ts";
import { benchTable } from "./browser-table.ts";
import { benchTimeline } from "./browser-timeline.ts";
import { benchFanout } from "./fanout.ts";
import { benchHostScan } from "./host-scan.ts";
import { benchLeases } from "./leases.ts";
import { benchMemory } from "./memory.ts";
import { benchPixel } from "./pixel.ts";
import { startBenchServer } from "./server.ts";
import { benchSoak } from "./soak.ts";
import { benchStart } from "./start.ts";
import type { Row } from "./stats.ts";
import { benchWeight } from "./weight.ts";

const parts: Record<string, () => Promise<Row[]>> = {
  scan: benchHostScan,
  leases: () => withServer((server) => benchLeases(server, 8_000)),
  beats: () => withServer((server) => benchBeats(server, 6_000)),
  fanout: () => withServer(benchFanout),
  pixel: () => withServer(benchPixel),
  memory: () => withServer(benchMemory),
  start: benchStart,
  weight: () => withServer(benchWeight),
  table: benchTable,
  timeline: benchTimeline,
  soak: benchSoak,
};

async function withServer(
  work: (server: Awaited<ReturnType<typeof startBenchServer>>) => Promise<Row[]>,
): Promise<Row[]> {
  const server = await startBenchServer();
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

/** Which parts to run: `--only scan,leases`, default all. Exits with 2 on a name that is not one of them. */
function chosenParts(): string[] {
  const { values } = parseArgs({ options: { only: { type: "string" } } });
  const names = values.only?.split(",") ?? Object.keys(parts);
  const wrong = names.find((name) => !(name in parts));
  if (wrong !== undefined) {
    console.error(`bench: no part is called ${wrong}; there are ${Object.keys(parts).join(", ")}`);
    process.exit(2);
  }
  return names;
}

function table(rows: readonly Row[]): string {
  const head = ["measure", "Locksmith", "peer", "ratio", "reach", "met"];
  const cells = rows.map((row) => [
    row.measure,
    row.ours,
    row.peer,
    row.ratio === null ? "–" : row.ratio.toFixed(2),
    row.reach,
    row.met === null ? "–" : row.met ? "yes" : "NO",
    row.note,
  ]);
  const lines = [[...head, "note"], head.concat("").map(() => "---"), ...cells];
  return lines.map((line) => `| ${line.join(" | ")} |`).join("\n");
}

const rows: Row[] = [];
for (const name of chosenParts()) {
  console.error(`bench: ${name} …`);
  rows.push(...((await parts[name]?.()) ?? []));
}
const machine = `${cpus().length} cores (${cpus()[0]?.model ?? "unknown"}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
console.log(`${table(rows)}\n\n${machine}`);
const folder = fileURLToPath(new URL("../../../bench-results/", import.meta.url));
mkdirSync(folder, { recursive: true });
const file = join(folder, `${new Date().toISOString().replaceAll(":", "-")}.json`);
writeFileSync(file, JSON.stringify({ machine, rows }, null, 2));
console.error(`bench: written to ${file}`);
