import { cn } from "#components/ui/cn.ts";
import { type StateName, stateLooks, toneClasses } from "#components/ui/state.ts";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { StateIcon } from "#components/ui/state-icon.tsx";
import { Part } from "./example.tsx";

const groups: readonly { title: string; states: readonly StateName[] }[] = [
  { title: "Of a lock", states: ["hot", "held", "free", "quarantined"] },
  { title: "Verdict on an owner", states: ["orphan", "ghost", "suspect", "unknown", "live"] },
  {
    title: "Of a node",
    states: ["up", "late", "silent", "never", "impaired", "halted", "stopped", "down", "paused"],
  },
  { title: "Of a session", states: ["lost", "closed"] },
  {
    title: "Of an operation",
    states: [
      "planned",
      "waiting",
      "running",
      "verifying",
      "aborting",
      "done",
      "failed",
      "refused",
      "aborted",
      "expired",
    ],
  },
  { title: "Of a gate", states: ["open", "shut", "bypassed"] },
  { title: "Of a unit in a drain", states: ["working", "draining", "resuming"] },
  { title: "Who could grab a lock again", states: ["grabber", "fenced", "successor"] },
  { title: "Of an incident", states: ["incident", "mitigated", "resolved", "critical", "warning", "info"] },
];

/** Every state: mark, word, role and what it means; the mark alone must tell it from its neighbours. */
export function StatesPart() {
  return (
    <Part
      id="states"
      title="States"
      note="No state is told by colour alone: each has a shape and a word. Green needs fresh evidence; what is not known is grey and
        has a question mark or dots, never a hue. Where two share a colour, their shapes differ."
    >
      <div className="@container">
        <div className="grid grid-cols-1 gap-x-10 gap-y-6 @4xl:grid-cols-2">
          {groups.map(({ title, states }) => (
            <div key={title} className="min-w-0">
              <h3 className="mb-1 text-xs font-medium text-tertiary">{title}</h3>
              <ul>
                {states.map((state) => (
                  <StateLine key={state} state={state} />
                ))}
              </ul>
            </div>
          ))}
        </div>
      </div>
    </Part>
  );
}

function StateLine({ state }: { state: StateName }) {
  const { tone, shape, meaning } = stateLooks[state];
  return (
    <li
      data-state-line={state}
      className="grid grid-cols-[2.75rem_8rem_minmax(0,1fr)] items-center gap-x-3 border-t border-line py-1 text-sm first:border-t-0"
    >
      <span className={cn("flex h-8 items-center justify-center rounded-sm", toneClasses[tone].soft)}>
        <StateIcon state={state} size={18} />
      </span>
      <StateBadge state={state} />
      <span className="min-w-0 text-secondary">
        {meaning}
        <span className="block text-xs text-tertiary">
          {tone}, {shape}
        </span>
      </span>
    </li>
  );
}

/** States that no group names: the page would not show them. */
export function statesNotShown(): readonly string[] {
  const shown = new Set<string>(groups.flatMap(({ states }) => states));
  return Object.keys(stateLooks).filter((state) => !shown.has(state));
}
