import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { Quantity } from "#components/ui/quantity.tsx";
import { type StateName, stateLooks, toneClasses } from "#components/ui/state.ts";
import { StateBadge } from "#components/ui/state-badge.tsx";

/**
 * Counts by state, one line each: word, bar to the common scale, number. `label` may be a link; `null` (not
 * known) shows a dash and no bar.
 */
export function CountBars(props: {
  items: readonly { state: StateName; count: number | null; label?: ReactNode }[];
  label: string;
}) {
  const most = Math.max(1, ...props.items.map((item) => item.count ?? 0));
  return (
    <ul
      aria-label={props.label}
      className="grid grid-cols-[max-content_minmax(0,1fr)_max-content] gap-x-3 gap-y-1"
    >
      {props.items.map(({ state, count, label }) => (
        <li key={state} className="contents">
          <StateBadge state={state} label={label ?? stateLooks[state].word} />
          <span className="flex items-center" aria-hidden="true">
            <span
              className={cn("h-2 rounded-xs", toneClasses[stateLooks[state].tone].fill)}
              style={{ width: count === null || count === 0 ? 0 : `max(3px, ${(count / most) * 100}%)` }}
            />
          </span>
          <Quantity value={count} className="text-right" />
        </li>
      ))}
    </ul>
  );
}
