"use client";

import { useFromNow } from "#components/ui/server-clock.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";

/** When a token expires, or that it did. */
export function Expiry({ atMs }: { atMs: number | null }) {
  const expired = useFromNow((nowMs) => atMs !== null && atMs <= nowMs);
  if (!expired) return <TimeAgo atMs={atMs} show="relative" />;
  return (
    <span className="text-suspect-text">
      expired <TimeAgo atMs={atMs} show="relative" />
    </span>
  );
}
