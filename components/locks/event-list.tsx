"use client";

import { CircleAlert, Info, OctagonAlert } from "lucide-react";
import Link from "next/link";
import { cn } from "#components/ui/cn.ts";
import { ShowAll } from "#components/ui/show-all.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { lockIdHref } from "#lib/client/paths.ts";
import type { EventRow } from "#lib/contract/rows.ts";
import { ResourceName } from "./lock-cells.tsx";
import { Words } from "./words.tsx";

const looks = {
  info: { icon: Info, word: "Info", tone: "text-tertiary" },
  warning: { icon: CircleAlert, word: "Warning", tone: "text-suspect" },
  critical: { icon: OctagonAlert, word: "Critical", tone: "text-hot" },
} as const;
const firstShown = 15;

/** What happened, newest first; what the host's kernel said stands among it. `withLock`: each names its lock. */
export function EventList({ events, withLock = false }: { events: readonly EventRow[]; withLock?: boolean }) {
  if (events.length === 0)
    return (
      <p className="text-sm text-secondary">
        Nothing has been recorded yet. What happens to it stands here, the newest first.
      </p>
    );
  return (
    <ShowAll items={events} first={firstShown}>
      {(shown) => (
        <ol>
          {shown.map((event) => {
            const { icon: Icon, word, tone } = looks[event.severity];
            return (
              <li
                key={event.id}
                className="flex gap-2.5 border-t border-line py-1.5 text-sm first:border-t-0"
              >
                <Icon role="img" aria-label={word} size={14} className={cn("mt-0.5 shrink-0", tone)} />
                <div className="flex min-w-0 flex-1 flex-wrap gap-x-3">
                  <span className="min-w-0 flex-1 basis-64">
                    <Words text={event.text} />
                  </span>
                  {withLock && event.lockId !== null && (
                    <Link
                      href={lockIdHref(event.lockId)}
                      prefetch={false}
                      className="max-w-full min-w-0 text-xs leading-5 text-secondary underline-offset-2 hover:underline"
                    >
                      <ResourceName name={event.resource ?? event.lockId} />
                    </Link>
                  )}
                  <TimeAgo atMs={event.at} className="shrink-0 text-xs text-secondary" />
                </div>
              </li>
            );
          })}
        </ol>
      )}
    </ShowAll>
  );
}
