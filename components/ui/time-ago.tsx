"use client";

import { cn } from "./cn.ts";
import { formatAgo, formatBeside, formatInstant, formatShort } from "./format-time.ts";
import { usePreferences } from "./preferences.ts";
import { useFromNow } from "./server-clock.tsx";

/**
 * A moment: how long ago on the server's clock, with the absolute time beside it (`show="both"`) or only in
 * its title (`relative`, for dense rows). A reader who prefers absolute times has them turned round; `absolute` is so
 * for everybody. `null` is shown as `never`.
 */
export function TimeAgo(props: {
  atMs: number | null;
  show?: "both" | "relative" | "absolute";
  never?: string;
  className?: string;
}) {
  const { atMs, show = "both", never = "never", className } = props;
  const { zone, times } = usePreferences();
  const turned = times === "absolute";
  const ago = useFromNow((nowMs) => (atMs === null ? never : formatAgo(atMs, nowMs)));
  const format = show === "relative" ? formatShort : formatBeside;
  const moment = useFromNow((nowMs) => (atMs === null ? "" : format(atMs, nowMs, zone)));
  if (atMs === null) return <span className={cn("text-tertiary", className)}>{never}</span>;
  const instant = formatInstant(atMs, zone);
  return (
    <time
      dateTime={new Date(atMs).toISOString()}
      title={show === "absolute" ? ago : turned ? `${instant}, ${ago}` : instant}
      // On a phone a long moment goes below its age rather than out of the page, and where even that has no room its
      // time goes below its day.
      className={cn("sm:whitespace-nowrap", className)}
    >
      <span className="whitespace-nowrap">{show === "absolute" ? instant : turned ? moment : ago}</span>
      {show === "both" && (
        <span className="text-tertiary">
          {" "}
          <span className="ml-1 inline-block">{turned ? ago : moment}</span>
        </span>
      )}
    </time>
  );
}

/** Time since a moment, counting up on the server's clock: `3m 07s`. For "held for" columns. */
export function Since({ atMs, className }: { atMs: number | null; className?: string }) {
  const { zone } = usePreferences();
  const span = useFromNow((nowMs) => (atMs === null ? null : formatAgo(atMs, nowMs).replace(/ ago$/, "")));
  if (atMs === null) return <span className={cn("text-tertiary", className)}>–</span>;
  return (
    <time
      dateTime={new Date(atMs).toISOString()}
      title={`since ${formatInstant(atMs, zone)}`}
      className={cn("whitespace-nowrap", className)}
    >
      {span}
    </time>
  );
}

/** Time left until a moment, with what happens at zero: `opens again in 42s`, then `atZero`. */
export function Countdown(props: { untilMs: number; before: string; atZero: string; className?: string }) {
  const { untilMs, before, atZero, className } = props;
  const { zone } = usePreferences();
  const text = useFromNow((nowMs) => (nowMs >= untilMs ? atZero : `${before} ${formatAgo(untilMs, nowMs)}`));
  return (
    <time
      dateTime={new Date(untilMs).toISOString()}
      title={formatInstant(untilMs, zone)}
      className={className}
    >
      {text}
    </time>
  );
}
