"use client";

import dynamic from "next/dynamic";
import { useDrill } from "./use-drill.ts";

const DrillBanner = dynamic(() => import("./drill-banner.tsx").then((m) => m.DrillBanner));

/** Place of the banner on every screen; its code comes with the first drill, and with the page while one is on. */
export function DrillSlot() {
  const drill = useDrill();
  return drill === null ? null : <DrillBanner drill={drill} />;
}
