import type { z } from "zod";
import type {
  ConfigTelemetry,
  TelemetryBand,
  TelemetrySeries,
  telemetryQuery,
} from "#lib/contract/configs.ts";
import { limits } from "#lib/domain/limits.ts";
import { medianOf } from "#lib/domain/operations/canary-rules.ts";
import type { Point } from "#lib/domain/operations/telemetry.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { configOf } from "./read-config.ts";

const nodesMax = 60;
const bandNodesMax = 500;
const pointsMax = 400;

/** GET /configs/{name}/telemetry: values of the nodes asked for, and of the rest of their groups as a band. */
export function readTelemetry(
  context: ServerContext,
  name: string,
  query: z.output<typeof telemetryQuery>,
): ConfigTelemetry {
  const entry = configOf(context, name);
  const { telemetry } = context.configs;
  const asked = new Set(
    query.nodes
      .split(",")
      .filter((node) => entry.nodes.has(node))
      .slice(0, nodesMax),
  );
  const sinceAt = context.clock.wallMs() - query.minutes * 60_000;
  const stepMs = Math.max(limits.telemetryEveryMs, Math.ceil((query.minutes * 60_000) / pointsMax));
  const shown = (points: readonly Point[]) => thin(points, sinceAt, stepMs);
  const series = [...asked].flatMap((node) =>
    telemetry.metrics(name, node).map(
      (metric): TelemetrySeries => ({
        node,
        metric,
        running: shown(telemetry.points(name, node, metric, "running")),
        shadow: shown(telemetry.points(name, node, metric, "shadow")),
      }),
    ),
  );
  const groups = new Set([...asked].map((node) => context.view.nodes.get(node)?.group ?? ""));
  const metrics = [...new Set(series.map(({ metric }) => metric))];
  const bands = [...groups].flatMap((group) => {
    const rest = [...entry.nodes.keys()]
      .filter((node) => !asked.has(node) && (context.view.nodes.get(node)?.group ?? "") === group)
      .slice(0, bandNodesMax);
    return metrics.flatMap((metric) => bandOf(context, { name, group, metric, rest, sinceAt, stepMs }));
  });
  return { serverAt: context.clock.wallMs(), everyMs: limits.telemetryEveryMs, series, bands };
}

interface BandAsk {
  name: string;
  group: string;
  metric: string;
  rest: readonly string[];
  sinceAt: number;
  stepMs: number;
}

function bandOf(context: ServerContext, ask: BandAsk): TelemetryBand[] {
  const { name, group, metric, rest, sinceAt, stepMs } = ask;
  const buckets = new Map<number, number[]>();
  let nodes = 0;
  for (const node of rest) {
    const points = context.configs.telemetry.points(name, node, metric, "running");
    if (points.length > 0) nodes += 1;
    for (const { at, value } of points) {
      if (at < sinceAt) continue;
      const bucket = at - (at % stepMs);
      const values = buckets.get(bucket);
      if (values === undefined) buckets.set(bucket, [value]);
      else values.push(value);
    }
  }
  if (nodes === 0) return [];
  const points = [...buckets]
    .sort(([a], [b]) => a - b)
    .map(([at, values]): TelemetryBand["points"][number] => [
      at,
      Math.min(...values),
      medianOf(values) ?? 0,
      Math.max(...values),
    ]);
  return [{ group, metric, nodes, points }];
}

/** One value for each bit of time; where none came there is no point, so that a gap stays one. */
function thin(points: readonly Point[], sinceAt: number, stepMs: number): [number, number][] {
  const kept: [number, number][] = [];
  let bucket = Number.NEGATIVE_INFINITY;
  for (const { at, value } of points) {
    if (at < sinceAt) continue;
    const own = at - (at % stepMs);
    if (own === bucket) kept.pop();
    bucket = own;
    kept.push([Math.round(at), value]);
  }
  return kept;
}
