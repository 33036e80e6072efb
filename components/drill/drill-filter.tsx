"use client";

import { Segments } from "#components/ui/filter-chips.tsx";
import { worldWords } from "./drill-state.ts";
import { useDrill } from "./use-drill.ts";
import { type WorldChoice, worldChoices } from "./world-search.ts";

/** What is real, what is of the drill, or both, while a drill is on: nobody has to tell them apart line by line. */
export function DrillFilter(props: { value: WorldChoice; onValueChange: (value: WorldChoice) => void }) {
  const { value, onValueChange } = props;
  const on = useDrill() !== null;
  if (!on && value === "all") return null;
  return (
    <Segments
      label="Real or drill"
      value={value}
      onValueChange={(next) => onValueChange(next as WorldChoice)}
      chips={worldChoices.map((choice) => ({ value: choice, label: worldWords[choice] }))}
      className="shrink-0"
    />
  );
}
