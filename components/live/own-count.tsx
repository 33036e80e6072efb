"use client";

import { type ReactNode, useEffect, useRef } from "react";

/** So long after somebody's own act a changed count is its answer. */
const answerMs = 2_500;
const acts = ["input", "change", "click"] as const;

/**
 * A count beside a list. It is read out when the reader's own act changed it: a filter, a search. What only the fleet
 * changed is not, or a busy minute would talk without end.
 */
export function OwnCount({ children, className }: { children: ReactNode; className?: string }) {
  const ref = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const say = (how: "polite" | "off") => ref.current?.setAttribute("aria-live", how);
    const onAct = () => {
      clearTimeout(timer);
      say("polite");
      timer = setTimeout(say, answerMs, "off");
    };
    for (const act of acts) document.addEventListener(act, onAct, true);
    return () => {
      clearTimeout(timer);
      for (const act of acts) document.removeEventListener(act, onAct, true);
    };
  }, []);
  return (
    <span ref={ref} role="status" aria-live="off" className={className}>
      {children}
    </span>
  );
}
