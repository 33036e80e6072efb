"use client";

import { Button } from "./button.tsx";
import { EmptyState } from "./message-state.tsx";

/** Things are there, and the filter leaves none: how many it hides, and the way out. `all`: null where that is not known. */
export function NoMatch({ noun, all, onClear }: { noun: string; all: number | null; onClear: () => void }) {
  return (
    <EmptyState title={`No ${noun} matches`} action={<Button onClick={onClear}>Clear all filters</Button>}>
      <p>
        {all === null
          ? `Other ${noun}s are there.`
          : `${all.toLocaleString("en-US")} ${all === 1 ? `${noun} is` : `${noun}s are`} there without the filter.`}
      </p>
    </EmptyState>
  );
}
