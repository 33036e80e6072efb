import Link from "next/link";
import { SafeText } from "#components/ui/safe-text.tsx";
import { ShowAll } from "#components/ui/show-all.tsx";
import { Countdown, Since, TimeAgo } from "#components/ui/time-ago.tsx";
import { ownerHref } from "#lib/client/paths.ts";
import type { LockDetail } from "#lib/contract/locks.ts";
import type { OwnerRef } from "#lib/contract/rows.ts";
import { grouped } from "#lib/domain/words.ts";
import { ownerName } from "./lock-cells.tsx";

const firstShown = 8;
const lineClass = "flex items-baseline gap-3 border-t border-line py-1.5 text-sm first:border-t-0";

function Who({ who }: { who: OwnerRef }) {
  return (
    <span className="min-w-0 flex-1">
      <Link href={ownerHref(who.ownerId)} className="underline-offset-2 hover:underline">
        <SafeText text={ownerName(who)} maxLength={60} />
      </Link>{" "}
      <span className="text-tertiary">
        {who.pid !== null && <span className="tabular-nums">{who.pid} </span>}
        <SafeText text={who.node} maxLength={60} />
      </span>
    </span>
  );
}

/** Who waits, in the order in which they will be served. */
export function WaiterList({ waiters, ordered }: { waiters: LockDetail["waiterList"]; ordered: boolean }) {
  if (waiters.length === 0) return <p className="text-sm text-secondary">Nobody waits.</p>;
  return (
    <ShowAll items={waiters} first={firstShown}>
      {(shown) => (
        <ol>
          {shown.map((waiter) => (
            <li key={`${waiter.place} ${waiter.ownerId}`} className={lineClass}>
              <span className="w-6 shrink-0 text-right text-tertiary tabular-nums">
                {ordered ? `${waiter.place}.` : "·"}
              </span>
              <Who who={waiter} />
              <span className="shrink-0 text-xs text-secondary">
                {waiter.deadlineAt !== null ? (
                  <Countdown untilMs={waiter.deadlineAt} before="gives up" atZero="gives up now" />
                ) : (
                  waiter.since !== null && <Since atMs={waiter.since} />
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
    </ShowAll>
  );
}

/** Who was refused, how often and since when: that is what makes a lock hot. */
export function RefusalList({ refusals }: { refusals: LockDetail["refusalList"] }) {
  if (refusals.length === 0) return <p className="text-sm text-secondary">Nobody was refused lately.</p>;
  // Whoever was turned away first stays first: by the last refusal they would change places every second.
  const sorted = refusals.toSorted((a, b) => a.firstAt - b.firstAt || a.node.localeCompare(b.node, "en"));
  return (
    <ShowAll items={sorted} first={firstShown}>
      {(shown) => (
        <ul>
          {shown.map((refusal) => (
            <li key={refusal.ownerId} className={lineClass}>
              <span className="w-12 shrink-0 text-right font-medium text-hot-text tabular-nums">
                {grouped(refusal.count)}×
              </span>
              <Who who={refusal} />
              <span className="shrink-0 text-right text-xs text-secondary">
                since <TimeAgo atMs={refusal.firstAt} show="relative" />, last{" "}
                <TimeAgo atMs={refusal.lastAt} show="relative" />
              </span>
            </li>
          ))}
        </ul>
      )}
    </ShowAll>
  );
}
