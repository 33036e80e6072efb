import { Words } from "#components/locks/words.tsx";
import { cn } from "#components/ui/cn.ts";
import { type StateName, toneClasses } from "#components/ui/state.ts";
import { StateIcon } from "#components/ui/state-icon.tsx";
import type { WallAnswer, WallTone } from "#lib/domain/wall/wall-answer.ts";

/** The mark of a state beside the words: shape and hue say it together. */
const marks: Record<WallTone, StateName> = {
  hot: "hot",
  stale: "orphan",
  down: "down",
  suspect: "suspect",
  quarantined: "quarantined",
  held: "held",
  live: "live",
  unknown: "unknown",
};

/** The one answer: is anything wrong? Loud on a ground of its hue; calm without any but its mark. */
export function WallAnswerBand({ answer: { level, tone, head, detail, next } }: { answer: WallAnswer }) {
  const loud = level === "loud";
  const look = toneClasses[tone];
  return (
    <section
      aria-label="The answer"
      data-answer={level}
      className={cn("-mx-3 shrink-0 rounded-md px-3 py-3", loud && look.soft)}
    >
      <h1
        className={cn(
          "wall-answer flex items-center gap-6 font-semibold",
          loud ? look.text : level === "unknown" ? "text-secondary" : "text-primary",
        )}
      >
        <StateIcon state={marks[tone]} className="wall-mark" />
        <span className="truncate">{head}</span>
      </h1>
      <p className={cn("wall-lead truncate", loud ? "text-primary" : "text-secondary")}>
        <Words text={detail} />
      </p>
      {next !== null && (
        <p className="wall-text truncate text-primary">
          <span className="font-semibold">Next:</span> <span className="text-secondary">{next}</span>
        </p>
      )}
      {/* Said when its words change; the counts below it change all the time. */}
      <p role="alert" className="sr-only">
        {loud ? head : ""}
      </p>
    </section>
  );
}
