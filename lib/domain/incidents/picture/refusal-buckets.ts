import type { IncidentSample } from "#lib/domain/incidents/incident.ts";

/** Widths that a person can read off an axis. */
const widthsMs = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 86_400].map(
  (seconds) => seconds * 1_000,
);
const bucketsMax = 120;

export interface RefusalBuckets {
  bucketMs: number;
  buckets: { at: number; count: number }[];
}

/** The smallest width with which a span has at most so many buckets. */
export function bucketWidthMs(spanMs: number, max = bucketsMax): number {
  const widest = widthsMs.at(-1) ?? 86_400_000;
  return widthsMs.find((width) => spanMs / width <= max) ?? Math.ceil(spanMs / max / widest) * widest;
}

/**
 * Refusals in buckets, from samples that count them since the first. What a sample has more than the one before it was
 * refused between the two, and is counted where the later one is. A bucket without any is left out.
 */
export function refusalBuckets(
  samples: readonly Pick<IncidentSample, "at" | "refusals">[],
  from: number,
  to: number,
): RefusalBuckets {
  const bucketMs = bucketWidthMs(Math.max(1, to - from));
  const counts = new Map<number, number>();
  let before = 0;
  for (const { at, refusals } of samples) {
    const more = refusals - before;
    before = Math.max(before, refusals);
    if (more <= 0 || at < from || at > to) continue;
    const bucketAt = Math.floor(at / bucketMs) * bucketMs;
    counts.set(bucketAt, (counts.get(bucketAt) ?? 0) + more);
  }
  const buckets = [...counts].map(([at, count]) => ({ at, count })).sort((a, b) => a.at - b.at);
  return { bucketMs, buckets };
}
