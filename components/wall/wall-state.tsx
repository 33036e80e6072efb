import { cn } from "#components/ui/cn.ts";
import { type StateName, stateLooks, toneClasses } from "#components/ui/state.ts";
import { StateIcon } from "#components/ui/state-icon.tsx";

/** Shape, word and hue of a state, as large as the text around it. `label` replaces the word. */
export function WallState(props: { state: StateName; label?: string; className?: string }) {
  const { state, label, className } = props;
  const look = stateLooks[state];
  return (
    <span className={cn("whitespace-nowrap", toneClasses[look.tone].text, className)}>
      <StateIcon state={state} className="wall-mark" /> {label ?? look.word}
    </span>
  );
}
