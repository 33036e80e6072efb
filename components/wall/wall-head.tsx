"use client";

import { cn } from "#components/ui/cn.ts";
import { formatClock, formatDay } from "#components/ui/format-time.ts";
import { useServerNow } from "#components/ui/server-clock.tsx";
import { type WallPage, wallPages } from "#lib/domain/wall/picture-time.ts";
import { SignOfLife } from "./trust/sign-of-life.tsx";

const pageWords: Record<WallPage, string> = { overview: "Overview", fleet: "Fleet", guardians: "Guardians" };

/** Whose wall it is, which page is on while pages turn, and the server's time. */
export function WallHead({ page, turning }: { page: WallPage; turning: boolean }) {
  const nowMs = useServerNow();
  return (
    <header className="wall-small flex shrink-0 items-baseline gap-10 text-tertiary">
      <span className="font-medium text-secondary">Locksmith</span>
      {turning && (
        <ol aria-label="Pages that take turns" className="flex gap-6">
          {wallPages.map((one) => (
            <li
              key={one}
              aria-current={one === page ? "page" : undefined}
              className={cn(one === page && "text-primary")}
            >
              {pageWords[one]}
            </li>
          ))}
        </ol>
      )}
      <SignOfLife className="ml-auto" />
      <time dateTime={new Date(nowMs).toISOString()}>
        {formatDay(nowMs)} <span className="wall-text font-mono text-secondary">{formatClock(nowMs)}</span>{" "}
        UTC
      </time>
    </header>
  );
}
