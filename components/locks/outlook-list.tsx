import { Ban, Hand, Hourglass } from "lucide-react";
import { CodeLine } from "#components/ui/code-line.tsx";
import { Countdown } from "#components/ui/time-ago.tsx";
import type { LockDetail } from "#lib/contract/locks.ts";
import { lockOutlook, type Way } from "./lock-outlook.ts";
import { Words } from "./words.tsx";

const icons = { "by-itself": Hourglass, "by-hand": Hand, not: Ban } as const;
const kindWords = { "by-itself": "By itself:", "by-hand": "By hand:", not: "Not possible:" } as const;

/** What ends this lock, by itself or by hand, and what must not be tried. */
export function OutlookList({ lock }: { lock: LockDetail }) {
  return (
    <ul>
      {lockOutlook(lock).map((way) => (
        <WayItem key={way.id} way={way} />
      ))}
    </ul>
  );
}

function WayItem({ way }: { way: Way }) {
  const Icon = icons[way.kind];
  return (
    <li className="flex gap-2.5 border-t border-line py-2.5 first:border-t-0 first:pt-0">
      <Icon aria-hidden size={14} className="mt-0.5 shrink-0 text-tertiary" />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="text-sm font-medium">
          <span className="sr-only">{kindWords[way.kind]} </span>
          {way.title}
          {way.untilMs !== undefined && (
            <Countdown
              untilMs={way.untilMs}
              before={` · ${way.untilWords ?? "released"}`}
              atZero={way.untilWords === undefined ? " · being released" : " · ending"}
              className="font-normal text-suspect-text tabular-nums"
            />
          )}
        </p>
        <p className="max-w-[72ch] text-sm text-secondary">
          <Words text={way.text} />
        </p>
        {way.command !== undefined && <CodeLine code={way.command} label={`the command: ${way.title}`} />}
      </div>
    </li>
  );
}
