import type { ReactNode } from "react";
import { Cell, HeadCell } from "#components/ui/table.tsx";

/**
 * The last cell of a row, with what can be done to it. It stays in sight when a narrow screen scrolls the rest
 * sideways; give the row the class `group`.
 */
export function ActionCell({ children }: { children: ReactNode }) {
  return (
    // While its menu is open, the cell lies above those of the rows below.
    <Cell className="sticky right-0 bg-base pr-4 text-right group-hover:bg-hover sm:pr-3 has-[[aria-expanded=true]]:z-10">
      {children}
    </Cell>
  );
}

/** The header of the cells with actions. */
export function ActionHeadCell() {
  return (
    <HeadCell className="right-0">
      <span className="sr-only">Actions</span>
    </HeadCell>
  );
}
