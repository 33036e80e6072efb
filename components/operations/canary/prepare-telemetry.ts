import type { ConfigTelemetry, TelemetryBand } from "#lib/contract/configs.ts";

/** One moment of a chart; what is not known is null, never zero. */
interface TelemetryRow {
  atMs: number;
  running: number | null;
  shadow: number | null;
  /** Lowest and highest of the rest of the group. */
  band: [number, number] | null;
  middle: number | null;
}

/** One chart: a metric on a node beside its group. */
export interface TelemetryChart {
  node: string;
  metric: string;
  rows: TelemetryRow[];
  /** Nodes in the band. */
  others: number;
  last: { running: number | null; shadow: number | null; middle: number | null };
}

/** Values of a step and a half are joined; a longer silence is a gap. */
const gapSteps = 3;

/** Charts for the nodes in this order: own and shadow values joined by time, with gaps where nothing came. */
export function prepareTelemetry(
  telemetry: ConfigTelemetry,
  nodes: readonly string[],
  groupOf: (node: string) => string,
  stepMs: number,
): TelemetryChart[] {
  const place = new Map(nodes.map((node, i) => [node, i]));
  return telemetry.series
    .toSorted((a, b) => (place.get(a.node) ?? 0) - (place.get(b.node) ?? 0) || (a.metric < b.metric ? -1 : 1))
    .map(({ node, metric, running, shadow }) => {
      const band = telemetry.bands.find((one) => one.metric === metric && one.group === groupOf(node));
      const rows = joined(running, shadow, band, stepMs);
      return {
        node,
        metric,
        rows,
        others: band?.nodes ?? 0,
        last: {
          running: running.at(-1)?.[1] ?? null,
          shadow: shadow.at(-1)?.[1] ?? null,
          middle: band?.points.at(-1)?.[2] ?? null,
        },
      };
    });
}

function joined(
  running: readonly [number, number][],
  shadow: readonly [number, number][],
  band: TelemetryBand | undefined,
  stepMs: number,
): TelemetryRow[] {
  const rows = new Map<number, TelemetryRow>();
  const at = (atMs: number): TelemetryRow => {
    const step = atMs - (atMs % stepMs);
    const known = rows.get(step);
    if (known !== undefined) return known;
    const row: TelemetryRow = { atMs: step, running: null, shadow: null, band: null, middle: null };
    rows.set(step, row);
    return row;
  };
  for (const [atMs, value] of running) at(atMs).running = value;
  for (const [atMs, value] of shadow) at(atMs).shadow = value;
  for (const [atMs, low, middle, high] of band?.points ?? [])
    Object.assign(at(atMs), { band: [low, high], middle });
  return withGaps(
    [...rows.values()].sort((a, b) => a.atMs - b.atMs),
    stepMs,
  );
}

/** An empty row where nothing came for long, and short holes of one line filled with what it was: they are no gaps. */
function withGaps(rows: readonly TelemetryRow[], stepMs: number): TelemetryRow[] {
  const out: TelemetryRow[] = [];
  const heard = { running: Number.NEGATIVE_INFINITY, shadow: Number.NEGATIVE_INFINITY };
  let before: TelemetryRow | null = null;
  for (const row of rows) {
    if (before !== null && row.atMs - before.atMs > gapSteps * stepMs) {
      out.push({ atMs: before.atMs + stepMs, running: null, shadow: null, band: null, middle: null });
    }
    const filled = { ...row };
    for (const key of ["running", "shadow"] as const) {
      if (row[key] !== null) heard[key] = row.atMs;
      else if (row.atMs - heard[key] <= gapSteps * stepMs) filled[key] = before?.[key] ?? null;
    }
    out.push(filled);
    before = filled;
  }
  return out;
}

/** What a chart shows, for those who do not see it. */
export function chartWords({ node, metric, last, others }: TelemetryChart): string {
  const word = (value: number | null) => (value === null ? "not known" : String(value));
  const group =
    others === 0
      ? "nobody else in its group measures it"
      : `the middle of ${others} others is ${word(last.middle)}`;
  return `${metric} on ${node}: the running version has ${word(last.running)}, the shadow ${word(last.shadow)}; ${group}.`;
}
