import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { type StateName, stateLooks, toneClasses } from "./state.ts";
import { StateIcon } from "./state-icon.tsx";

/**
 * Icon and word of a state. `label` replaces the word, never the icon; `strong` puts the state's band behind
 * it, for the one place on a screen where the eye should land.
 */
export function StateBadge(props: {
  state: StateName;
  label?: ReactNode;
  strong?: boolean;
  className?: string;
}) {
  const { state, label, strong = false, className } = props;
  const look = stateLooks[state];
  const tone = toneClasses[look.tone];
  return (
    <span
      className={cn(
        "inline-flex items-center gap-1.5 align-bottom whitespace-nowrap",
        tone.text,
        strong && ["h-6 rounded-sm px-2 font-medium", tone.soft],
        className,
      )}
      title={look.meaning}
    >
      <StateIcon state={state} />
      <span>{label ?? look.word}</span>
    </span>
  );
}
