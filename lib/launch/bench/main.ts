import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { root } from "../steps/root.mjs";
import { emptyAppVariable } from "./empty-app.ts";
import { parts } from "./parts.ts";
import { runPart } from "./run-part.ts";
import { notRun, type Row, table } from "./stats.ts";

const script = fileURLToPath(new URL("./part.ts", import.meta.url));
/** The folder in which the peer of several parts is built, once: it needs our packages above it. */
const emptyApp = join(root, ".launch", `bench-empty-${process.pid}`);

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

/** Ctrl-C gives up the part that runs; what was measured before is printed. */
function stopRequest(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop.abort());
  return stop.signal;
}

async function measure(names: readonly string[]): Promise<{ rows: Row[]; failed: string[] }> {
  const signal = stopRequest();
  const rows: Row[] = [];
  const failed: string[] = [];
  for (const name of names) {
    const started = performance.now();
    console.error(`bench: ${name} …`);
    const atMostMs = (parts[name]?.atMostS ?? 0) * 1_000;
    const env = { [emptyAppVariable]: emptyApp };
    const result = await runPart({ script, args: [name], atMostMs, env, signal });
    const seconds = ((performance.now() - started) / 1_000).toFixed(0);
    if ("rows" in result) {
      rows.push(...result.rows);
      console.error(`bench: ${name} took ${seconds} s`);
    } else {
      failed.push(name);
      rows.push(notRun(name, result.problem));
      console.error(`bench: ${name} failed after ${seconds} s: ${result.problem}`);
    }
  }
  return { rows, failed };
}

const names = chosenParts();
const started = performance.now();
const { rows, failed } = await measure(names).finally(() =>
  rmSync(emptyApp, { recursive: true, force: true }),
);
const left = Object.keys(parts).filter((name) => !names.includes(name));
const summary = [
  `${cpus().length} cores (${cpus()[0]?.model ?? "unknown"}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`,
  `${((performance.now() - started) / 60_000).toFixed(1)} minutes`,
  `${rows.filter(({ met }) => met === true).length} met, ${rows.filter(({ met }) => met === false).length} not met, ${rows.filter(({ met }) => met === null).length} without a verdict`,
  failed.length === 0 ? "every part that was asked for ran" : `not run to the end: ${failed.join(", ")}`,
  ...(left.length === 0 ? [] : [`not asked for: ${left.join(", ")}`]),
];
console.log(`${table(rows)}\n\n${summary.join("; ")}`);
const folder = join(root, "bench-results");
mkdirSync(folder, { recursive: true });
const file = join(folder, `${new Date().toISOString().replaceAll(":", "-")}.json`);
writeFileSync(file, JSON.stringify({ machine: summary[0], failed, left, rows }, null, 2));
console.error(`bench: written to ${file}`);
process.exitCode = failed.length === 0 ? 0 : 1;
