"use client";

import { CircleAlert, Info, OctagonAlert } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { kindWords } from "#components/incidents/incident-words.ts";
import { Words } from "#components/locks/words.tsx";
import { cn } from "#components/ui/cn.ts";
import { formatClock, formatInstant, zoneName } from "#components/ui/format-time.ts";
import { usePreferences } from "#components/ui/preferences.ts";
import { SafeText } from "#components/ui/safe-text.tsx";
import { lockIdHref, nodeHref, operationHref, ownerHref } from "#lib/client/paths.ts";
import type { TimelineItem } from "#lib/contract/incidents.ts";
import { offsetWords } from "./timeline-rows.ts";

const looks = {
  info: { icon: Info, word: "Info", tone: "text-tertiary" },
  warning: { icon: CircleAlert, word: "Warning", tone: "text-suspect" },
  critical: { icon: OctagonAlert, word: "Critical", tone: "text-hot" },
} as const;

/** One line of the timeline: when, what, and where that is recorded. A press anywhere on it moves the cursor there. */
export function TimelineLine(props: {
  item: TimelineItem;
  openedAtMs: number;
  chosen: boolean;
  onChoose: () => void;
}) {
  const { item, openedAtMs, chosen, onChoose } = props;
  const { zone } = usePreferences();
  const { icon: Icon, word, tone } = looks[item.severity];
  const clock = formatClock(item.at, zone);
  return (
    <div
      className={cn(
        "relative grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 rounded-sm px-2 py-1.5 text-sm hover:bg-hover sm:grid-cols-[5rem_4.75rem_minmax(0,1fr)]",
        chosen && "bg-selected",
      )}
    >
      <button
        type="button"
        aria-pressed={chosen}
        aria-label={`Read the picture at ${clock} ${zoneName(item.at, zone)}`}
        onClick={onChoose}
        className="h-6 text-left tabular-nums after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-focus"
      >
        <time dateTime={new Date(item.at).toISOString()} title={formatInstant(item.at, zone)}>
          {clock}
        </time>
      </button>
      <span className="h-6 text-right leading-6 text-tertiary tabular-nums max-sm:text-left">
        {offsetWords(item.at, openedAtMs)}
      </span>
      <div className="flex min-w-0 gap-2 max-sm:col-span-2">
        <Icon role="img" aria-label={word} size={14} className={cn("mt-0.75 shrink-0", tone)} />
        <div className="min-w-0 flex-1">
          <p className="break-words whitespace-pre-line">
            <Words text={item.text} />
          </p>
          <p className="flex flex-wrap items-center gap-x-3 text-xs text-tertiary">
            <span>{kindWords[item.kind]}</span>
            {item.node !== null && <Place href={nodeHref(item.node)} text={item.node} />}
            {item.lockId !== null && <Place href={lockIdHref(item.lockId)} text="lock" />}
            {item.ownerId !== null && <Place href={ownerHref(item.ownerId)} text="owner" />}
            {item.operationId !== null && <Place href={operationHref(item.operationId)} text="operation" />}
            <span>
              from <SafeText text={item.source} maxLength={80} />
            </span>
          </p>
        </div>
      </div>
    </div>
  );
}

/** A link of its own inside of a line that is pressed as a whole. */
function Place({ href, text }: { href: string; text: string }): ReactNode {
  return (
    <Link
      href={href}
      prefetch={false}
      className="relative z-1 inline-flex min-h-6 items-center underline-offset-2 hover:underline"
    >
      <SafeText text={text} maxLength={60} />
    </Link>
  );
}
