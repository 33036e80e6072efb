export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

export type Side = "top" | "right" | "bottom" | "left";

const gapPx = 6;
const edgePx = 8;
const opposite: Record<Side, Side> = { top: "bottom", bottom: "top", left: "right", right: "left" };

function beside(
  anchor: Box,
  size: { width: number; height: number },
  side: Side,
): { left: number; top: number } {
  const left = anchor.left + (anchor.width - size.width) / 2;
  const top = anchor.top + (anchor.height - size.height) / 2;
  if (side === "top") return { left, top: anchor.top - size.height - gapPx };
  if (side === "bottom") return { left, top: anchor.top + anchor.height + gapPx };
  if (side === "left") return { left: anchor.left - size.width - gapPx, top };
  return { left: anchor.left + anchor.width + gapPx, top };
}

/**
 * Where something small floats beside its anchor, in px of the viewport: on the side asked for, on the other
 * one when that has no room, and never over the edge.
 */
export function placeFloat(
  anchor: Box,
  size: { width: number; height: number },
  side: Side,
  viewport: { width: number; height: number },
): { left: number; top: number } {
  const fits = ({ left, top }: { left: number; top: number }) =>
    left >= edgePx &&
    top >= edgePx &&
    left + size.width <= viewport.width - edgePx &&
    top + size.height <= viewport.height - edgePx;
  const upright = side === "top" || side === "bottom";
  const wanted = beside(anchor, size, side);
  const turned = beside(anchor, size, opposite[side]);
  const room = (place: { left: number; top: number }) =>
    upright ? fits({ left: edgePx, top: place.top }) : fits({ left: place.left, top: edgePx });
  const chosen = room(wanted) || !room(turned) ? wanted : turned;
  return {
    left: Math.max(edgePx, Math.min(chosen.left, viewport.width - size.width - edgePx)),
    top: Math.max(edgePx, Math.min(chosen.top, viewport.height - size.height - edgePx)),
  };
}
