import type { IncidentSample } from "#lib/domain/incidents/incident.ts";

export interface FleetPoint {
  at: number;
  nodes: Record<string, number>;
}

const pointsMax = 600;

/**
 * How the fleet stood from a moment on, one point where it changed, at most so many: what a sample before that moment
 * says still holds at it. Where there are more, of each stretch of time the
 * point with the fewest nodes that are up is kept, so that no short trouble is smoothed away; the last point stays.
 */
export function fleetPoints(
  all: readonly Pick<IncidentSample, "at" | "nodes">[],
  from = 0,
  max: number = pointsMax,
): FleetPoint[] {
  const earlier = all.filter(({ at }) => at < from).slice(-1);
  const samples = [...earlier.map((one) => ({ ...one, at: from })), ...all.filter(({ at }) => at >= from)];
  const changed = samples.filter(
    (sample, i) => i === 0 || !sameCounts(sample.nodes, samples[i - 1]?.nodes ?? {}),
  );
  const points = changed.map(({ at, nodes }) => ({ at, nodes: { ...nodes } }));
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined || points.length <= max) return points;
  const stretchMs = (last.at - first.at + 1) / (max - 1);
  const kept = new Map<number, FleetPoint>();
  for (const point of points) {
    const stretch = Math.floor((point.at - first.at) / stretchMs);
    const known = kept.get(stretch);
    if (known === undefined || upOf(point) < upOf(known)) kept.set(stretch, point);
  }
  const chosen = [...kept.values()];
  return chosen.at(-1) === last ? chosen : [...chosen, last];
}

function upOf({ nodes }: FleetPoint): number {
  return nodes["up"] ?? 0;
}

function sameCounts(a: Record<string, number>, b: Record<string, number>): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => (a[name] ?? 0) === (b[name] ?? 0));
}
