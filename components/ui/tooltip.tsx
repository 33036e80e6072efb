"use client";

import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { placeFloat, type Side } from "./place-float.ts";

const waitMs = 350;
const graceMs = 120;

/**
 * A short note on hover and keyboard focus; Escape or a press takes it away. What it says must also be said to
 * assistive technology by the child itself (a name or a description), and to a touch screen somewhere else.
 */
export function Tooltip(props: { content: ReactNode; children: ReactNode; side?: Side }) {
  const { content, children, side = "top" } = props;
  const wrapper = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [open, setOpen] = useState(false);
  const later = (next: boolean, delayMs: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(next), delayMs);
  };
  const close = () => {
    clearTimeout(timer.current);
    setOpen(false);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (!open) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Escape") setOpen(false);
    };
    const onScroll = () => setOpen(false);
    window.addEventListener("keydown", onKeyDown);
    window.addEventListener("scroll", onScroll, { capture: true, passive: true });
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      window.removeEventListener("scroll", onScroll, { capture: true });
    };
  }, [open]);
  return (
    // The span has no box of its own: it only listens for the child.
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing to do here, a note alone appears
    <span
      ref={wrapper}
      className="contents"
      onPointerEnter={(event) => event.pointerType === "mouse" && later(true, waitMs)}
      onPointerLeave={() => later(false, graceMs)}
      onPointerDown={close}
      onFocus={(event) => event.target.matches(":focus-visible") && later(true, 0)}
      onBlur={close}
    >
      {children}
      {open && <Note anchor={wrapper.current?.firstElementChild ?? null} side={side} content={content} />}
    </span>
  );
}

function Note({ anchor, side, content }: { anchor: Element | null; side: Side; content: ReactNode }) {
  const note = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (note.current === null || anchor === null) return;
    const viewport = { width: document.documentElement.clientWidth, height: window.innerHeight };
    const { width, height } = note.current.getBoundingClientRect();
    const place = placeFloat(anchor.getBoundingClientRect(), { width, height }, side, viewport);
    note.current.style.translate = `${Math.round(place.left)}px ${Math.round(place.top)}px`;
  });
  return createPortal(
    <div
      ref={note}
      role="tooltip"
      className="fixed top-0 left-0 z-50 w-max max-w-80 rounded-sm bg-accent px-2 py-1 text-xs text-on-accent shadow-float"
    >
      {content}
    </div>,
    document.body,
  );
}
