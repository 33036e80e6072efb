import { Words } from "#components/locks/words.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { ShowAll } from "#components/ui/show-all.tsx";
import type { StateName } from "#components/ui/state.ts";
import { StateBadge } from "#components/ui/state-badge.tsx";
import type { RosterEntryRow } from "#lib/contract/operations.ts";

export const rosterStates = {
  free: "grabber",
  paused: "paused",
  drained: "paused",
  fenced: "fenced",
  successor: "successor",
} as const satisfies Record<RosterEntryRow["state"], StateName>;

const becauseWords: Record<RosterEntryRow["because"], string> = {
  waiter: "waits for it",
  "took-it": "took it lately",
  "was-refused": "was refused lately",
  watchdog: "watchdog",
  orchestrator: "orchestrator",
  guardian: "guardian",
  named: "named by a drain for this",
};
const firstShown = 8;

/** Who could grab the resource again, the free ones first, each with why it is here and why it cannot now. */
export function RosterList({ roster }: { roster: readonly RosterEntryRow[] }) {
  if (roster.length === 0) {
    return <p className="text-sm text-secondary">Nobody waited for it, took it or was refused lately.</p>;
  }
  // drone-2 comes before drone-10, and nobody changes place while the others are counted.
  const sorted = roster.toSorted(
    (a, b) =>
      Number(b.state === "free") - Number(a.state === "free") ||
      a.label.localeCompare(b.label, "en", { numeric: true }),
  );
  return (
    <ShowAll items={sorted} first={firstShown}>
      {(shown) => (
        <ul>
          {shown.map((entry) => (
            <RosterLine key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
    </ShowAll>
  );
}

function RosterLine({ entry }: { entry: RosterEntryRow }) {
  return (
    <li
      data-roster-state={entry.state}
      className="flex flex-col gap-0.5 border-t border-line py-2 text-sm first:border-t-0 first:pt-0"
    >
      <span className="flex flex-wrap items-center gap-x-3">
        <SafeText text={entry.label} maxLength={120} className="font-medium" />
        <StateBadge
          state={rosterStates[entry.state]}
          {...(entry.state === "drained" && { label: "Drained" })}
        />
        <span className="text-xs text-tertiary">{becauseWords[entry.because]}</span>
      </span>
      <span className="text-xs text-secondary">
        <Words text={entry.text} />
      </span>
    </li>
  );
}
