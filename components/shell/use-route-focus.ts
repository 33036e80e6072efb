"use client";

import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";

/** A dialog that led here gives its focus back some frames later, to a button that is not there any more. */
const looksAtMs = [0, 100, 300, 1_000];

/** After the way to another page the focus is in that page, where what had it went with the page before. */
export function useRouteFocus(): void {
  const path = usePathname();
  const before = useRef(path);
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    const look = () => {
      if (document.activeElement !== null && document.activeElement !== document.body) return;
      document.getElementById("main")?.focus({ preventScroll: true });
    };
    const timers = looksAtMs.map((ms) => setTimeout(look, ms));
    return () => {
      for (const timer of timers) clearTimeout(timer);
    };
  }, [path]);
}
