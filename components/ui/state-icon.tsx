import { type ReactNode, useId } from "react";
import { cn } from "./cn.ts";
import { type Shape, type StateName, stateLooks, toneClasses } from "./state.ts";

const stroke = { fill: "none", stroke: "currentColor", strokeWidth: 2 } as const;

/** The clock wears hatching; its pattern needs an id of its own on the page. */
function Clock() {
  const id = useId();
  return (
    <>
      <pattern id={id} width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="1.2" height="3" fill="currentColor" opacity="0.55" />
      </pattern>
      <circle cx="8" cy="8" r="6" {...stroke} strokeWidth={1.6} fill={`url(#${id})`} />
      <path d="M8 4.2V8l2.6 1.8" {...stroke} strokeLinecap="round" strokeLinejoin="round" />
    </>
  );
}

const marks: Record<Exclude<Shape, "clock">, ReactNode> = {
  dot: <circle cx="8" cy="8" r="5" fill="currentColor" />,
  ring: <circle cx="8" cy="8" r="4.6" {...stroke} strokeWidth={2.4} />,
  half: (
    <>
      <circle cx="8" cy="8" r="5" {...stroke} strokeWidth={1.6} />
      <path d="M8 3a5 5 0 0 0 0 10z" fill="currentColor" />
    </>
  ),
  triangle: <path d="M8 2 14.6 13.4H1.4z" fill="currentColor" />,
  "broken-ring": (
    <>
      <circle cx="8" cy="8" r="5.4" {...stroke} strokeDasharray="11.3 5.66" strokeDashoffset="-2.8" />
      <circle cx="8" cy="8" r="2.2" fill="currentColor" />
    </>
  ),
  "empty-ring": <circle cx="8" cy="8" r="5.6" {...stroke} strokeWidth={1.4} strokeDasharray="2.6 1.8" />,
  wedge: (
    <>
      <path d="M2.2 3.2h11.6L8 13.2z" {...stroke} strokeWidth={1.6} strokeLinejoin="round" />
      <path d="M5.2 8.2h5.6L8 13z" fill="currentColor" />
    </>
  ),
  octagon: (
    <>
      <path d="M5.3 1.6h5.4l3.7 3.7v5.4l-3.7 3.7H5.3l-3.7-3.7V5.3z" fill="currentColor" />
      <path d="M4.6 8h6.8" {...stroke} stroke="var(--surface-base)" />
    </>
  ),
  bars: <path d="M4 3h3v10H4zM9 3h3v10H9z" fill="currentColor" />,
  square: <rect x="3.8" y="3.8" width="8.4" height="8.4" {...stroke} strokeWidth={1.8} />,
  question: (
    <path
      d="M5.2 5.8A2.8 2.8 0 1 1 9.4 8.2C8.4 8.8 8 9.2 8 10.2M8 12.6v.3"
      {...stroke}
      strokeLinecap="round"
    />
  ),
  // Three dots and no ring: beside a ghost's ring of dashes, a ring of dots was one for whoever sees no red.
  dotted: <path d="M3 8h.01M8 8h.01M13 8h.01" {...stroke} strokeWidth={3.4} strokeLinecap="round" />,
  arrow: (
    <path
      d="M8 2.2v7M4.8 6.4 8 9.6l3.2-3.2M3 13.4h10"
      {...stroke}
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  ),
  cross: <path d="m3.6 3.6 8.8 8.8m0-8.8-8.8 8.8" {...stroke} strokeWidth={2.4} strokeLinecap="round" />,
};

/**
 * The mark of a state: shape and colour. With `title` it speaks for itself (an image with that name); without,
 * it is hidden from assistive technology and a word must stand beside it, as in StateBadge.
 */
export function StateIcon(props: { state: StateName; title?: string; size?: number; className?: string }) {
  const { state, title, size = 14, className } = props;
  const { shape, tone } = stateLooks[state];
  const mark = {
    viewBox: "0 0 16 16",
    width: size,
    height: size,
    className: cn("shrink-0", toneClasses[tone].shape, className),
    "data-state-mark": state,
  };
  const picture = shape === "clock" ? <Clock /> : marks[shape];
  if (title === undefined) {
    return (
      <svg {...mark} aria-hidden="true">
        {picture}
      </svg>
    );
  }
  return (
    <svg {...mark} role="img" aria-label={title}>
      <title>{title}</title>
      {picture}
    </svg>
  );
}
