import type { IncidentSample } from "./incident.ts";

const minuteMs = 60_000;

/** The minute that a moment belongs to, epoch ms. */
export function minuteOf(at: number): number {
  return Math.floor(at / minuteMs) * minuteMs;
}

/** How far samples are apart at least: what lasts for hours need not be drawn by the second. */
export function sampleEveryMs(ageMs: number): number {
  if (ageMs < 10 * minuteMs) return 1_000;
  if (ageMs < 120 * minuteMs) return 5_000;
  return ageMs < 1_440 * minuteMs ? 30_000 : 300_000;
}

/** Whether two samples show the same. */
export function sameSample(a: Omit<IncidentSample, "at">, b: Omit<IncidentSample, "at">): boolean {
  return a.refusals === b.refusals && a.refusedNodes === b.refusedNodes && sameNodes(a.nodes, b.nodes);
}

export function sameNodes(a: Record<string, number>, b: Record<string, number>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** Samples by the minute that they belong to. */
export function byMinute(samples: readonly IncidentSample[]): Map<number, IncidentSample[]> {
  const minutes = new Map<number, IncidentSample[]>();
  for (const sample of samples) {
    const minuteAt = minuteOf(sample.at);
    const same = minutes.get(minuteAt);
    if (same === undefined) minutes.set(minuteAt, [sample]);
    else same.push(sample);
  }
  return minutes;
}
