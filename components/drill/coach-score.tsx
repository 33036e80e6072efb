import { Duration } from "#components/ui/duration.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { StateIcon } from "#components/ui/state-icon.tsx";
import type { DrillScore } from "#lib/domain/drill/drill.ts";

/** How it was played: three times, what was refused, and whether what the variation asked for was met. */
export function CoachScore({ score }: { score: DrillScore }) {
  const times = [
    { label: "Acknowledged", ms: score.acknowledgedMs },
    { label: "Proof", ms: score.proofMs },
    { label: "Repaired", ms: score.repairedMs },
  ];
  return (
    <section aria-label="Score" className="flex flex-col gap-3 rounded-sm bg-raised px-3 py-2.5">
      <h3 className="text-sm font-medium">
        <SafeText text={score.sentence} maxLength={500} />
      </h3>
      <dl className="grid grid-cols-3 gap-2">
        {times.map(({ label, ms }) => (
          <div key={label} className="flex flex-col-reverse">
            <dt className="text-xs text-tertiary">{label}</dt>
            <dd className="text-lg font-medium tabular-nums">
              <Duration durationMs={ms} />
            </dd>
          </div>
        ))}
      </dl>
      {score.goals.length > 0 && (
        <ul aria-label="Goals" className="flex flex-col gap-1.5 text-sm">
          {score.goals.map(({ text, met }) => (
            <li key={text} className="flex gap-2">
              <StateIcon
                state={met === null ? "never" : met ? "done" : "failed"}
                title={met === null ? "not reached yet" : met ? "met" : "missed"}
                className="mt-[3px]"
              />
              <SafeText text={text} maxLength={300} className="min-w-0" />
            </li>
          ))}
        </ul>
      )}
      <WrongMoves moves={score.wrongMoves} />
    </section>
  );
}

function WrongMoves({ moves }: { moves: DrillScore["wrongMoves"] }) {
  if (moves.length === 0) return <p className="text-xs text-tertiary">No wrong move.</p>;
  return (
    <div>
      <h4 className="text-xs text-tertiary">
        {moves.length === 1 ? "1 wrong move" : `${moves.length} wrong moves`}
      </h4>
      <ul className="mt-1 flex flex-col gap-1 text-sm">
        {moves.map(({ at, who, text }) => (
          <li key={`${at} ${text}`} className="text-secondary">
            <SafeText text={who} maxLength={60} className="text-primary" />:{" "}
            <SafeText text={text} maxLength={300} />
          </li>
        ))}
      </ul>
    </div>
  );
}
