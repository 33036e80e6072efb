import { PageHeader } from "#components/ui/page-header.tsx";
import { ChartsPart } from "./charts-part.tsx";
import { ControlsPart } from "./controls-part.tsx";
import { DataPart } from "./data-part.tsx";
import { FeedbackPart } from "./feedback-part.tsx";
import { FieldsPart } from "./fields-part.tsx";
import { MotionPart } from "./motion-part.tsx";
import { StatesPart } from "./states-part.tsx";
import { StillClock } from "./still-clock.tsx";
import { TokensPart } from "./tokens-part.tsx";
import { TypePart } from "./type-part.tsx";
import "./design.css";

const parts = [
  { id: "colour", title: "Colour" },
  { id: "states", title: "States" },
  { id: "type", title: "Type and space" },
  { id: "motion", title: "Motion" },
  { id: "controls", title: "Buttons" },
  { id: "fields", title: "Fields" },
  { id: "data", title: "Tables" },
  { id: "feedback", title: "Feedback" },
  { id: "charts", title: "Charts" },
] as const;

/**
 * What the console is made of, for those who change it: every token, state and primitive in each of its looks, from data
 * that never changes and under a clock that stands still.
 */
export function DesignScreen() {
  return (
    <StillClock>
      <div className="flex max-w-360 flex-col gap-10">
        <div>
          <PageHeader
            title="Design"
            meta="What this console is made of, for those who change it. Nothing here is live: its clock stands at 03:42."
          />
          <nav aria-label="Parts of this page" className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-sm">
            {parts.map(({ id, title }) => (
              <a
                key={id}
                href={`#${id}`}
                className="inline-flex min-h-6 items-center text-secondary underline underline-offset-2"
              >
                {title}
              </a>
            ))}
          </nav>
        </div>
        <TokensPart />
        <StatesPart />
        <TypePart />
        <MotionPart />
        <ControlsPart />
        <FieldsPart />
        <DataPart />
        <FeedbackPart />
        <ChartsPart />
      </div>
    </StillClock>
  );
}
