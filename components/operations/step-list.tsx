import { Circle, CircleCheck, CircleDashed, CircleX, LoaderCircle, type LucideIcon } from "lucide-react";
import { Words } from "#components/locks/words.tsx";
import { cn } from "#components/ui/cn.ts";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { Step } from "#lib/domain/operations/operation.ts";

const looks: Record<Step["state"], { icon: LucideIcon; word: string; tone: string }> = {
  pending: { icon: Circle, word: "Not begun", tone: "text-tertiary" },
  doing: { icon: LoaderCircle, word: "Being done", tone: "text-held-text" },
  done: { icon: CircleCheck, word: "Done", tone: "text-live-text" },
  failed: { icon: CircleX, word: "Failed", tone: "text-down-text" },
  skipped: { icon: CircleDashed, word: "Not needed", tone: "text-tertiary" },
};

/** The parts of the work in their order, each recorded before and after it is done. */
export function StepList({ steps }: { steps: readonly Step[] }) {
  if (steps.length === 0) return <p className="text-sm text-secondary">It is done in one step.</p>;
  return (
    <ol>
      {steps.map((step) => {
        const { icon: Icon, word, tone } = looks[step.state];
        const at = step.endedAt ?? step.startedAt;
        return (
          <li
            key={step.id}
            data-step={step.id}
            data-step-state={step.state}
            className="flex gap-2.5 border-t border-line py-2 text-sm first:border-t-0 first:pt-0"
          >
            <Icon
              aria-hidden
              size={14}
              className={cn("mt-0.5 shrink-0 motion-safe:data-[spin]:animate-spin", tone)}
              {...(step.state === "doing" && { "data-spin": "" })}
            />
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap gap-x-3">
                <span className={step.state === "pending" ? "text-secondary" : "font-medium"}>
                  <Words text={step.title} />
                </span>
                <span className={tone}>{word}</span>
                {at !== null && <TimeAgo atMs={at} className="text-xs text-tertiary" />}
              </p>
              {step.note !== null && <Note text={step.note} />}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

/** What was seen while it was done: the first line says it, the others are facts for the record. */
function Note({ text }: { text: string }) {
  const [first, ...facts] = text.split("\n").filter((line) => line !== "");
  return (
    <>
      <p className="max-w-[72ch] text-secondary">
        <Words text={first ?? ""} />
      </p>
      {facts.length > 0 && (
        <ul className="mt-1 max-w-[72ch] text-xs text-tertiary">
          {facts.map((line) => (
            <li key={line}>
              <Words text={line} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
