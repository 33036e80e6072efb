"use client";

import { useCan } from "#components/shell/visitor.tsx";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { DrillTag } from "#components/ui/drill-tag.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { Since } from "#components/ui/time-ago.tsx";
import type { DrillRow } from "#lib/contract/drills.ts";
import { setCoachOpen, useCoachOpen } from "./coach-open.ts";
import { stateSentence } from "./drill-state.ts";
import { useDrillDialog } from "./use-drill.ts";

/** On every screen while a drill is on: that it is one, what of it is real, the way to the coach and to the end. */
export function DrillBanner({ drill }: { drill: DrillRow }) {
  const may = useCan("drill.manage").allowed;
  const [, setDialog] = useDrillDialog();
  const coach = useCoachOpen();
  return (
    <Banner
      tone="info"
      title={
        <>
          {stateSentence(drill)}
          <span className="max-sm:hidden">
            , started by <SafeText text={drill.startedBy} maxLength={60} />{" "}
            <Since atMs={drill.startedAt} className="tabular-nums" /> ago
          </span>
          .
        </>
      }
      className="drill-edge"
      action={
        <span className="flex shrink-0 gap-2 max-sm:flex-col">
          {!coach && (
            <Button size="sm" onClick={() => setCoachOpen(true)}>
              Coach
            </Button>
          )}
          {may && drill.state !== "ending" && (
            <Button size="sm" onClick={() => void setDialog("end")}>
              End drill…
            </Button>
          )}
        </span>
      }
    >
      <span className="max-sm:hidden">
        What is labelled <DrillTag /> belongs to it; everything else is real.
      </span>
    </Banner>
  );
}
