import { Spinner } from "#components/ui/spinner.tsx";
import { Part } from "./example.tsx";

const rules = [
  ["90 ms, easing out", "a control answers a pointer: tone, thumb of a switch"],
  ["at once", "everything that arrives: rows, counts, verdicts, dialogs, toasts"],
  ["one turn a second", "a wait that the reader caused, and only inside what was pressed"],
  ["never", "a flash, a pulse, a slide, anything above 3 Hz; with reduced motion nothing turns at all"],
] as const;

/** What moves, and what does not. */
export function MotionPart() {
  return (
    <Part
      id="motion"
      title="Motion"
      note="Something moves only where data moved or a hand did. A screen that stands still is calm, and that is information."
    >
      <div className="flex flex-wrap items-start gap-x-10 gap-y-4">
        <dl className="grid grid-cols-[minmax(8rem,max-content)_minmax(0,1fr)] gap-x-6 gap-y-1 text-sm">
          {rules.map(([how, what]) => (
            <div key={how} className="contents">
              <dt className="text-tertiary">{how}</dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <span data-moving className="flex items-center gap-2 text-sm text-secondary">
          <Spinner /> Sending
        </span>
      </div>
    </Part>
  );
}
