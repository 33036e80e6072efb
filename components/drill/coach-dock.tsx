"use client";

import dynamic from "next/dynamic";
import { useSearchParams } from "next/navigation";
import { setCoachOpen, useCoachOpen, useFoldOnLeave, useRoomForCoach } from "./coach-open.ts";
import { placeOf } from "./drill-state.ts";
import { useDrill } from "./use-drill.ts";

const CoachPanel = dynamic(() => import("./coach-panel.tsx").then((m) => m.CoachPanel), { ssr: false });

/**
 * Where the coach stands: beside the page where there is room, else over its lower part. Folded, and in kiosk, it is not
 * there. Its code comes with the first drill.
 */
export function CoachDock() {
  const drill = useDrill();
  const kiosk = useSearchParams().has("kiosk");
  const open = useCoachOpen();
  const room = useRoomForCoach();
  useFoldOnLeave();
  if (drill === null || kiosk) return null;
  return (
    <>
      <Announcement act={placeOf(drill.acts)} />
      {open && room && (
        <aside
          aria-label="Coach"
          className="sticky top-0 flex h-dvh w-84 shrink-0 flex-col border-l border-line bg-sunken"
        >
          <CoachPanel drill={drill} onFold={() => setCoachOpen(false)} />
        </aside>
      )}
      {open && !room && (
        <aside
          aria-label="Coach"
          className="fixed inset-x-0 bottom-[calc(3.5rem+env(safe-area-inset-bottom))] z-30 flex max-h-[45dvh] flex-col rounded-t-md border-t border-line bg-sunken shadow-float sm:bottom-0 sm:left-13"
        >
          <CoachPanel drill={drill} onFold={() => setCoachOpen(false)} />
        </aside>
      )}
    </>
  );
}

/** Read out when an act begins, and at nothing else: whoever listens has the lines in the panel. */
function Announcement({ act }: { act: ReturnType<typeof placeOf> }) {
  return (
    <p role="status" className="sr-only">
      {act !== null && `Drill, act ${act.number} of ${act.of}: ${act.title}`}
    </p>
  );
}
