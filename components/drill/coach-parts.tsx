import { SafeText } from "#components/ui/safe-text.tsx";
import type { DrillPart } from "#lib/domain/drill/drill.ts";

/** What is played for real on the runner's host, what is simulated and why, and what was chosen at the start. */
export function CoachParts({ parts, options }: { parts: readonly DrillPart[]; options: readonly string[] }) {
  const real = parts.filter(({ how }) => how === "real").length;
  return (
    <>
      {parts.length > 0 && (
        <details>
          <summary className="min-h-7 text-sm text-secondary pointer-coarse:min-h-11">
            What is real: {real} of {parts.length} parts
          </summary>
          <ul className="mt-1 flex flex-col gap-1.5">
            {parts.map(({ part, how, why }) => (
              <li key={part} className="text-sm">
                <span className="flex justify-between gap-3">
                  <SafeText text={part} maxLength={100} className="min-w-0" />
                  <span className={how === "real" ? "text-primary" : "text-tertiary"}>{how}</span>
                </span>
                {why !== null && <SafeText text={why} maxLength={300} className="text-xs text-tertiary" />}
              </li>
            ))}
          </ul>
        </details>
      )}
      <details>
        <summary className="min-h-7 text-sm text-secondary pointer-coarse:min-h-11">What was chosen</summary>
        <ul className="mt-1 flex flex-col gap-0.5 text-sm text-secondary">
          {options.map((option) => (
            <li key={option}>{option}</li>
          ))}
        </ul>
      </details>
    </>
  );
}
