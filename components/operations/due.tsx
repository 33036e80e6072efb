"use client";

import { formatAgo, formatInstant } from "#components/ui/format-time.ts";
import { usePreferences } from "#components/ui/preferences.ts";
import { SafeText } from "#components/ui/safe-text.tsx";
import { useFromNow } from "#components/ui/server-clock.tsx";

/** What happens next by itself, and in how long on the server's clock: `In 42s: the hold ends`. */
export function Due({ due, className }: { due: { at: number; what: string }; className?: string }) {
  const { zone } = usePreferences();
  const when = useFromNow((nowMs) => (nowMs >= due.at ? "Now" : formatAgo(due.at, nowMs).replace(/^i/, "I")));
  return (
    <time
      dateTime={new Date(due.at).toISOString()}
      title={formatInstant(due.at, zone)}
      {...(className !== undefined && { className })}
    >
      {when}: <SafeText text={due.what} maxLength={200} />
    </time>
  );
}
