import { cn } from "./cn.ts";
import { formatDuration } from "./format-time.ts";

/** A fixed span of time: `3m 07s`, with the machine-readable form in `datetime`. */
export function Duration({ durationMs, className }: { durationMs: number | null; className?: string }) {
  if (durationMs === null) return <span className={cn("text-tertiary", className)}>–</span>;
  return (
    <time dateTime={`PT${Math.max(0, durationMs) / 1_000}S`} className={cn("whitespace-nowrap", className)}>
      {formatDuration(durationMs)}
    </time>
  );
}
