"use client";

import { cn } from "#components/ui/cn.ts";
import { toneClasses } from "#components/ui/state.ts";
import { isNight, pageAt, shiftAt } from "#lib/domain/wall/picture-time.ts";
import type { WallOptions } from "#lib/domain/wall/wall-options.ts";
import { FleetPage } from "./fleet-page.tsx";
import { GuardiansPage } from "./guardians-page.tsx";
import { OverviewPage } from "./overview-page.tsx";
import { useWallAnswer } from "./use-wall-answer.ts";
import { useWallModel } from "./use-wall-model.tsx";
import { WallAnswerBand } from "./wall-answer-band.tsx";
import { WallHead } from "./wall-head.tsx";
import { isPopulated, openIncidents } from "./wall-model.ts";

/** Head, answer, and the page that is on; moved by some units all the time, so that nothing burns in. */
export function WallPicture({ options }: { options: WallOptions }) {
  const { real, drill } = useWallModel();
  const { answer, calmSince, nowMs } = useWallAnswer();
  const page = pageAt({ calmSince, nowMs, everyMs: options.rotateMs });
  const shift = shiftAt(nowMs);
  const { level, tone } = answer;
  // A rehearsal is there to be watched.
  const dimmed = level === "calm" && !isPopulated(drill) && isDimmed(options, nowMs);
  const loud = level === "loud";
  return (
    <div data-wall={level} data-wall-page={page}>
      {loud && (
        <div
          aria-hidden="true"
          className={cn(
            "wall-edge",
            toneClasses[tone].shape,
            openIncidents(real).unclaimed > 0 && "wall-pulse",
          )}
        />
      )}
      <main
        className={cn("wall-picture", dimmed && "wall-dimmed")}
        data-dimmed={dimmed ? "" : undefined}
        style={{ transform: `translate(calc(${shift.x} * var(--u)), calc(${shift.y} * var(--u)))` }}
      >
        <WallHead page={page} turning={calmSince !== null && options.rotateMs > 0} />
        <WallAnswerBand answer={answer} />
        {page === "overview" && <OverviewPage quiet={level === "calm" || level === "empty"} />}
        {page === "fleet" && <FleetPage />}
        {page === "guardians" && <GuardiansPage />}
      </main>
    </div>
  );
}

/** Night is the viewer's own: the room is dark where the screen hangs. */
function isDimmed({ dim, night }: WallOptions, nowMs: number): boolean {
  if (dim !== "auto") return dim === "on";
  const here = new Date(nowMs);
  return isNight(here.getHours() + here.getMinutes() / 60, night);
}
