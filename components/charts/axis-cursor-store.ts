/** The one moment that everything beside a time axis speaks about: kept apart, so that moving it redraws no chart. */
export interface AxisCursor {
  subscribe: (listener: () => void) => () => void;
  /** The moment under the pointer, else the one that was chosen; null: none. */
  atMs: () => number | null;
  /** The moment that was chosen by a press, a key or a line of the timeline. */
  chosenMs: () => number | null;
  hover: (atMs: number | null) => void;
  /** `reveal`: bring it into view. */
  choose: (atMs: number | null, reveal?: boolean) => void;
  /** Grows each time that a moment is to be brought into view. */
  reveals: () => number;
}

/** Makes the cursor of one picture. */
export function createAxisCursor(): AxisCursor {
  const listeners = new Set<() => void>();
  let hoverMs: number | null = null;
  let chosen: number | null = null;
  let reveals = 0;
  const tell = () => {
    for (const listener of listeners) listener();
  };
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    atMs: () => hoverMs ?? chosen,
    chosenMs: () => chosen,
    hover: (atMs) => {
      if (atMs === hoverMs) return;
      hoverMs = atMs;
      tell();
    },
    choose: (atMs, reveal = false) => {
      chosen = atMs;
      hoverMs = null;
      if (reveal) reveals += 1;
      tell();
    },
    reveals: () => reveals,
  };
}
