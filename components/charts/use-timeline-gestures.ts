"use client";

import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef } from "react";
import type { Span } from "./timeline-model.ts";
import { moveByKey, panView, zoomView } from "./timeline-view.ts";

interface Gestures {
  view: Span;
  bounds: Span;
  onView: (view: Span) => void;
  onReset: () => void;
  onHover: (atMs: number | null) => void;
}

const wheelZoom = 1.2;

/**
 * Zoom and pan of a timeline by wheel, drag and keys. The wheel zooms with Ctrl / ⌘ (or a pinch), or once the
 * timeline has the focus, and pans sideways; otherwise the page scrolls as ever.
 */
export function useTimelineGestures(ref: RefObject<HTMLElement | null>, gestures: Gestures) {
  const latest = useRef(gestures);
  useEffect(() => {
    latest.current = gestures;
  });
  const drag = useRef<{ x: number; view: Span } | null>(null);
  const momentAt = (clientX: number) => {
    const box = ref.current?.getBoundingClientRect();
    const { view } = latest.current;
    if (box === undefined || box.width === 0) return view.fromMs;
    return view.fromMs + ((clientX - box.left) / box.width) * (view.toMs - view.fromMs);
  };

  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const onWheel = (event: WheelEvent) => {
      const { view, bounds, onView } = latest.current;
      const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY);
      if (sideways || event.shiftKey) {
        event.preventDefault();
        const share = (sideways ? event.deltaX : event.deltaY) / Math.max(1, element.clientWidth);
        onView(panView(view, share, bounds));
      } else if (event.ctrlKey || event.metaKey || document.activeElement === element) {
        event.preventDefault();
        const factor = event.deltaY > 0 ? wheelZoom : 1 / wheelZoom;
        const box = element.getBoundingClientRect();
        const place = (event.clientX - box.left) / Math.max(1, box.width);
        onView(zoomView(view, factor, view.fromMs + place * (view.toMs - view.fromMs), bounds));
      }
    };
    // React listens to the wheel passively, where it could not keep the page from scrolling.
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [ref]);

  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      drag.current = { x: event.clientX, view: latest.current.view };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const { bounds, onView, onHover } = latest.current;
      onHover(momentAt(event.clientX));
      if (drag.current === null) return;
      const share = (drag.current.x - event.clientX) / Math.max(1, event.currentTarget.clientWidth);
      if (share !== 0) onView(panView(drag.current.view, share, bounds));
    },
    onPointerUp: () => {
      drag.current = null;
    },
    onPointerCancel: () => {
      drag.current = null;
    },
    onPointerLeave: () => latest.current.onHover(null),
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const { view, bounds, onView, onReset } = latest.current;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "0") return onReset();
      const next = moveByKey(event.key, view, bounds);
      if (next === null) return;
      event.preventDefault();
      onView(next);
    },
  };
}
