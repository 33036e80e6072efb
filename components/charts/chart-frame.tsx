import type { ReactNode } from "react";

/** Height of a chart over time, in px. It is the same while loading, empty and full. */
export const chartHeightPx = 168;

/**
 * Where a chart stands: its name, its legend, its fixed height, and what it shows in words for those who do
 * not see it. `empty` takes the chart's place when there is nothing to draw.
 */
export function ChartFrame(props: {
  title: ReactNode;
  legend?: ReactNode;
  summary: string;
  empty?: string | null;
  children: ReactNode;
}) {
  const { title, legend, summary, empty = null, children } = props;
  return (
    <figure className="min-w-0">
      <figcaption className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-xs">
        <span className="font-medium text-primary">{title}</span>
        <span className="ml-auto flex flex-wrap gap-x-3 gap-y-1">{legend}</span>
        <span className="sr-only">{summary}</span>
      </figcaption>
      <div style={{ height: chartHeightPx }} aria-hidden="true">
        {empty === null ? (
          children
        ) : (
          <div className="flex h-full items-center justify-center border-b border-line text-xs text-tertiary">
            {empty}
          </div>
        )}
      </div>
    </figure>
  );
}
