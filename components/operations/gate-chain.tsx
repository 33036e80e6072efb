import { Words } from "#components/locks/words.tsx";
import { cn } from "#components/ui/cn.ts";
import { SafeText } from "#components/ui/safe-text.tsx";
import { type StateName, stateLooks, toneClasses } from "#components/ui/state.ts";
import { StateIcon } from "#components/ui/state-icon.tsx";
import { Countdown } from "#components/ui/time-ago.tsx";
import type { Gate } from "#lib/domain/operations/operation.ts";
import { grouped } from "#lib/domain/words.ts";
import { AllowClearLines } from "./allow-clear-lines.tsx";

const shownMax = 8;

/**
 * The chain of proof from top to bottom: each gate with its state, what it rests on, who is awaited, and its clock.
 * `still`: nobody is awaited and no clock counts, because it is only planned, or has begun.
 */
export function GateChain({ gates, still = false }: { gates: readonly Gate[]; still?: boolean }) {
  if (gates.length === 0) return <p className="text-sm text-secondary">No gate: it starts when confirmed.</p>;
  return (
    <ol className="flex flex-col">
      {gates.map((gate, index) => (
        <GateItem key={gate.id} gate={gate} last={index === gates.length - 1} still={still} />
      ))}
    </ol>
  );
}

function GateItem({ gate, last, still }: { gate: Gate; last: boolean; still: boolean }) {
  const state: StateName = gate.state;
  const tone = toneClasses[stateLooks[state].tone];
  return (
    <li data-gate={gate.id} data-gate-state={gate.state} className="relative flex gap-3 pb-4 last:pb-0">
      {!last && <span aria-hidden className="absolute top-6 bottom-0 left-[9px] w-px bg-line" />}
      <span className={cn("z-1 flex size-5 shrink-0 items-center justify-center rounded-full", tone.soft)}>
        <StateIcon state={state} size={12} />
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className="text-sm font-medium">
            <Words text={gate.title} />
          </span>
          <span className={cn("text-xs font-medium", tone.text)}>{stateLooks[state].word}</span>
          {!still && gate.closesAt !== null && (
            <Countdown
              untilMs={gate.closesAt}
              before="shuts"
              atZero="shuts now: it has to be asked for again"
              className={cn("text-xs tabular-nums", tone.text)}
            />
          )}
        </p>
        <p className="max-w-[72ch] text-sm text-secondary">
          <Words text={gate.because} />
        </p>
        {gate.id === "agent" && gate.state === "shut" && <AllowClearLines />}
        {!still && gate.state === "shut" && gate.awaiting.length > 0 && <Awaited names={gate.awaiting} />}
      </div>
    </li>
  );
}

function Awaited({ names }: { names: readonly string[] }) {
  const more = names.length - shownMax;
  return (
    <p className="text-sm">
      <span className="text-tertiary">Awaited: </span>
      {names.slice(0, shownMax).map((name, index) => (
        <span key={name}>
          {index > 0 && ", "}
          <SafeText text={name} maxLength={80} />
        </span>
      ))}
      {more > 0 && <span className="text-tertiary"> and {grouped(more)} more</span>}
    </p>
  );
}
