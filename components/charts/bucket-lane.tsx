"use client";

import { memo, useMemo } from "react";
import { Bar, BarChart, XAxis, YAxis } from "recharts";
import { useAxis } from "./axis-lane.tsx";
import { Hatched } from "./hatched.tsx";
import { Stretched } from "./stretched.tsx";
import type { Span } from "./timeline-model.ts";

const noMargin = { top: 1, right: 0, bottom: 0, left: 0 };

interface BucketLaneProps {
  /** Counts of buckets, by their start; a bucket that is left out counts zero. */
  buckets: readonly { atMs: number; count: number }[];
  bucketMs: number;
  /** Where nothing was counted. */
  unknown: readonly Span[];
  heightPx: number;
}

/** How often something happened in each stretch of time, as bars under a shared axis. */
export function BucketLane({ buckets, bucketMs, unknown, heightPx }: BucketLaneProps) {
  const { drawnView, widthPx } = useAxis();
  return (
    <>
      <Hatched spans={unknown} />
      <Stretched heightPx={heightPx}>
        {widthPx > 0 && (
          <Buckets
            buckets={buckets}
            bucketMs={bucketMs}
            heightPx={heightPx}
            widthPx={widthPx}
            fromMs={drawnView.fromMs}
            toMs={drawnView.toMs}
          />
        )}
      </Stretched>
    </>
  );
}

const Buckets = memo(function Buckets(props: Omit<BucketLaneProps, "unknown"> & { widthPx: number } & Span) {
  const { buckets, bucketMs, heightPx, widthPx, fromMs, toMs } = props;
  // A bar stands in the middle of its bucket.
  const rows = useMemo(
    () =>
      buckets
        .filter(({ atMs }) => atMs + bucketMs >= fromMs && atMs <= toMs)
        .map(({ atMs, count }) => ({ atMs: atMs + bucketMs / 2, count })),
    [buckets, bucketMs, fromMs, toMs],
  );
  const top = buckets.reduce((most, { count }) => Math.max(most, count), 1);
  const bucketPx = (bucketMs / Math.max(1, toMs - fromMs)) * widthPx;
  return (
    <BarChart width={widthPx} height={heightPx} data={rows} margin={noMargin} accessibilityLayer={false}>
      <XAxis hide dataKey="atMs" type="number" domain={[fromMs, toMs]} allowDataOverflow />
      <YAxis hide width={0} domain={[0, top]} />
      <Bar
        dataKey="count"
        fill="var(--state-hot)"
        isAnimationActive={false}
        barSize={Math.max(1, bucketPx > 4 ? bucketPx - 1 : bucketPx)}
      />
    </BarChart>
  );
});
