import Link from "next/link";
import { buttonClass } from "#components/ui/button-class.ts";
import { EmptyState } from "#components/ui/message-state.tsx";

/** What stands where something of a drill was, once the drill is over. */
export function DrillOver({ noun, listHref }: { noun: string; listHref: string }) {
  return (
    <EmptyState
      title="The drill is over"
      action={
        <>
          <Link href={listHref} className={buttonClass("primary")}>
            All {noun}s
          </Link>
          <Link href="/audit?q=drill%3A" className={buttonClass()}>
            What was done in drills
          </Link>
        </>
      }
    >
      <p>
        This {noun} was of a drill, and everything of a drill is removed when it ends: locks, operations, its
        incident and its report. Nothing real was touched. The audit keeps what was done.
      </p>
    </EmptyState>
  );
}
