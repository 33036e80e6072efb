import { Words } from "#components/locks/words.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { IncidentDetail } from "#lib/contract/incidents.ts";
import { ruleWords } from "./incident-words.ts";

const ruleOrder = Object.keys(ruleWords);

/** What the rules saw: what is still so before what is over, the cause before what follows from it, the first before the next. */
export function SignalList({ signals }: { signals: IncidentDetail["signals"] }) {
  if (signals.length === 0) return <p className="text-sm text-secondary">No rule has seen anything.</p>;
  const sorted = signals.toSorted(
    (a, b) =>
      Number(a.clearedAt !== null) - Number(b.clearedAt !== null) ||
      ruleOrder.indexOf(a.rule) - ruleOrder.indexOf(b.rule) ||
      a.since - b.since,
  );
  return (
    <ul aria-label="What the rules see">
      {sorted.map(({ key, rule, severity, text, since, clearedAt }) => (
        <li key={key} className="flex flex-col gap-0.5 border-t border-line py-1.5 text-sm first:border-t-0">
          <span className="flex flex-wrap items-center justify-between gap-x-3">
            {clearedAt === null ? (
              <StateBadge state={severity} label={ruleWords[rule]} />
            ) : (
              <StateBadge state="resolved" label={`${ruleWords[rule]}: over`} />
            )}
            <TimeAgo atMs={clearedAt ?? since} className="text-xs text-secondary" />
          </span>
          <span className="text-secondary">
            <Words text={text} />
          </span>
        </li>
      ))}
    </ul>
  );
}
