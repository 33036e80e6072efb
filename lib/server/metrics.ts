import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { isDrillName } from "#lib/domain/drill/names.ts";
import type { ServerContext } from "./context.ts";

export interface Metrics {
  /** Prometheus text. */
  text(): Promise<string>;
  contentType: string;
  onAnswer(path: string, method: string, status: number, tookMs: number): void;
  /** Stops what the collection itself keeps running. */
  close(): void;
}

const prefix = "locksmith_";

/** The server's own measures, in a registry of this server alone. */
export function createMetrics(context: Pick<ServerContext, "view" | "hub" | "store">): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix });
  const registers = [registry];
  const took = new Histogram({
    name: `${prefix}http_request_seconds`,
    help: "Time to the answer of API requests; waiting acquires and streams included.",
    labelNames: ["path", "method", "status"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const commits = new Counter({
    name: `${prefix}commits_total`,
    help: "Commits taken in since the start.",
    registers,
  });
  context.view.onChange(() => commits.inc());
  gauges(context, registers);
  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    onAnswer: (path, method, status, tookMs) => took.observe({ path, method, status }, tookMs / 1000),
    close: () => registry.clear(),
  };
}

function gauges(
  { view, hub, store }: Pick<ServerContext, "view" | "hub" | "store">,
  registers: Registry[],
): void {
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name: `${prefix}${name}`,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge("revision", "Newest revision of the log.", () => view.revision);
  gauge("streams_open", "Open streams of browsers and agents' readers.", () => hub.size);
  // What is counted below is real alone: a drill must not set off anybody's alarm.
  gauge("drill_on", "1 while a drill is on, else 0.", () => view.drills.size);
  gauge("store_writable", "1 while the store can be written, else 0.", () =>
    store.readOnlyReason() === null ? 1 : 0,
  );
  counted(
    "locks",
    "Locks by source, state and verdict.",
    ["source", "state", "verdict"],
    registers,
    function* () {
      for (const row of view.locks.rows.values())
        if (!isDrillName(row.resource)) yield [row.source, row.state, row.verdict ?? "none"];
    },
  );
  counted("nodes", "Nodes by state.", ["state"], registers, function* () {
    for (const row of view.nodes.values()) if (!isDrillName(row.name)) yield [row.state];
  });
  counted("owners", "Owners by kind and verdict.", ["kind", "verdict"], registers, function* () {
    for (const row of view.owners.rows.values()) if (!isDrillName(row.node)) yield [row.kind, row.verdict];
  });
}

/** A gauge that counts rows by labels whenever it is read. */
function counted(
  name: string,
  help: string,
  labelNames: string[],
  registers: Registry[],
  rows: () => Iterable<string[]>,
): void {
  new Gauge({
    name: `${prefix}${name}`,
    help,
    labelNames,
    registers,
    collect() {
      this.reset();
      for (const values of rows())
        this.inc(Object.fromEntries(labelNames.map((label, i) => [label, values[i] ?? ""])));
    },
  });
}
