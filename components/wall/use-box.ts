"use client";

import { type RefObject, useEffect, useState } from "react";

/** A place on the screen, in CSS pixels; `unitPx` is one unit of the 1920×1080 picture. */
export interface Box {
  widthPx: number;
  heightPx: number;
  unitPx: number;
}

/** The element's box; null until it is known. */
export function useBox(ref: RefObject<Element | null>): Box | null {
  const [box, setBox] = useState<Box | null>(null);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      const unitPx = Math.min(window.innerWidth / 1920, window.innerHeight / 1080);
      setBox({ widthPx: Math.floor(width), heightPx: Math.floor(height), unitPx });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return box;
}

/** A canvas made as fine as the screen, cleared, and measured in CSS pixels. Null where none can be had. */
export function freshCanvas(canvas: HTMLCanvasElement | null, box: Box): CanvasRenderingContext2D | null {
  const ctx = canvas?.getContext("2d") ?? null;
  if (canvas === null || ctx === null) return null;
  const ratio = window.devicePixelRatio;
  const width = Math.round(box.widthPx * ratio);
  const height = Math.round(box.heightPx * ratio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, box.widthPx, box.heightPx);
  return ctx;
}
