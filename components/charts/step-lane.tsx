"use client";

import { memo, useMemo } from "react";
import { Area, AreaChart, XAxis, YAxis } from "recharts";
import { type StateName, stateLooks } from "#components/ui/state.ts";
import { useAxis } from "./axis-lane.tsx";
import { prepareSteps, type StepPoint, stackTop, unknownSpans } from "./axis-series.ts";
import { Hatched } from "./hatched.tsx";
import type { StackRow } from "./series.ts";
import { Stretched } from "./stretched.tsx";
import type { Span } from "./timeline-model.ts";

const noMargin = { top: 1, right: 0, bottom: 0, left: 0 };

interface StepLaneProps {
  points: readonly StepPoint[];
  /** From the ground up. */
  states: readonly StateName[];
  heightPx: number;
  endMs: number;
}

/** How many were in which state, as stacked steps under a shared axis. What is not known is hatched. */
export function StepLane({ points, states, heightPx, endMs }: StepLaneProps) {
  const { drawnView, widthPx } = useAxis();
  const spans = useMemo(
    () => unknownSpans(points, { fromMs: drawnView.fromMs, toMs: endMs }),
    [points, drawnView, endMs],
  );
  return (
    <>
      <Hatched spans={spans} />
      <Stretched heightPx={heightPx}>
        {widthPx > 0 && (
          <Steps
            points={points}
            states={states}
            heightPx={heightPx}
            widthPx={widthPx}
            fromMs={drawnView.fromMs}
            toMs={drawnView.toMs}
            endMs={endMs}
          />
        )}
      </Stretched>
    </>
  );
}

/** States that share a colour are parted by how dense it is. */
const density: Partial<Record<StateName, number>> = { late: 0.2, stopped: 0.2, halted: 0.7, impaired: 0.55 };

const Steps = memo(function Steps(props: StepLaneProps & { widthPx: number } & Span) {
  const { points, states, heightPx, widthPx, fromMs, toMs, endMs } = props;
  const rows = useMemo(
    () => prepareSteps(points, states, { fromMs, toMs: Math.min(toMs, endMs) }),
    [points, states, fromMs, toMs, endMs],
  );
  const top = stackTop(points);
  return (
    <AreaChart width={widthPx} height={heightPx} data={rows} margin={noMargin} accessibilityLayer={false}>
      <XAxis hide dataKey="atMs" type="number" domain={[fromMs, toMs]} allowDataOverflow />
      <YAxis hide width={0} domain={[0, Math.max(1, top)]} />
      {states.map((state) => (
        <Area
          key={state}
          dataKey={(row: StackRow) => row.ranges?.[state] ?? null}
          type="linear"
          connectNulls={false}
          isAnimationActive={false}
          activeDot={false}
          stroke={`var(--state-${stateLooks[state].tone})`}
          strokeWidth={1}
          fill={`var(--state-${stateLooks[state].tone})`}
          fillOpacity={density[state] ?? 0.35}
        />
      ))}
    </AreaChart>
  );
});
