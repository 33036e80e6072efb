"use client";

import { ChevronsRight } from "lucide-react";
import { DrillTag } from "#components/ui/drill-tag.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import type { DrillRow } from "#lib/contract/drills.ts";
import { CoachActs } from "./coach-acts.tsx";
import { CoachNext } from "./coach-next.tsx";
import { CoachParts } from "./coach-parts.tsx";
import { CoachScore } from "./coach-score.tsx";
import { isPlayed } from "./drill-state.ts";
import { optionsWords } from "./drill-words.ts";

/**
 * What happened, what to look at, and what comes next. It leads through the drill and never does what its players have
 * to do: its one button lets the next thing go wrong.
 */
export function CoachPanel({ drill, onFold }: { drill: DrillRow; onFold: () => void }) {
  return (
    <>
      <header className="flex min-h-12 items-center gap-2 border-b border-line pr-2 pl-4">
        <h2 className="min-w-0 flex-1 text-md font-medium">
          <DrillTag />
          Coach
        </h2>
        <IconButton
          label="Fold the coach"
          icon={<ChevronsRight aria-hidden size={16} className="max-lg:rotate-90" />}
          side="left"
          onClick={onFold}
          className="pointer-coarse:size-11"
        />
      </header>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable regions need focus (WCAG 2.1.1)
        tabIndex={0}
        aria-label="What happened so far"
        data-values=""
        className="flex min-h-0 flex-1 flex-col gap-5 overflow-y-auto px-4 py-3 focus-visible:-outline-offset-2"
      >
        <p className="text-sm text-primary">
          <SafeText text={drill.sentence} maxLength={500} />
        </p>
        {drill.score !== null && isPlayed(drill.acts) && <CoachScore score={drill.score} />}
        <CoachActs acts={drill.acts} lines={drill.coach} />
        <CoachParts parts={drill.parts} options={optionsWords(drill.options)} />
      </section>
      <CoachNext drill={drill} />
    </>
  );
}
