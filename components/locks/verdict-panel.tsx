import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { type StateName, stateLooks, toneClasses } from "#components/ui/state.ts";
import { StateIcon } from "#components/ui/state-icon.tsx";
import type { Probe } from "#lib/domain/evidence.ts";
import { Words } from "./words.tsx";

/** A verdict in one sentence, what it means, and what would settle an open question. */
export function VerdictPanel(props: {
  state: StateName;
  sentence: string;
  probe: Probe | null;
  note?: ReactNode;
}) {
  const { state, sentence, probe, note } = props;
  const look = stateLooks[state];
  const tone = toneClasses[look.tone];
  return (
    <section aria-label="Verdict" className={cn("flex flex-col gap-3 rounded-md px-4 py-3", tone.soft)}>
      <div className="flex items-start gap-3">
        <StateIcon state={state} size={20} className={cn("mt-1", tone.shape)} />
        <div className="min-w-0 flex-1">
          <p className="max-w-[72ch] text-lg text-pretty text-primary">
            <Words text={sentence} />
          </p>
          <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-secondary">
            <span className={cn("font-medium", tone.text)}>{look.word}</span>
            <span>{look.meaning}</span>
            {note}
          </p>
        </div>
      </div>
      {probe !== null && (
        <div className="flex flex-col gap-0.5 border-t border-line pt-3 pl-8 text-sm">
          <p className="font-medium">
            <Words text={probe.question} />
          </p>
          <p className="text-secondary">
            <Words text={probe.how} />
          </p>
        </div>
      )}
    </section>
  );
}
