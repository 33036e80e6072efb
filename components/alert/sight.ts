import type { AttentionCounts } from "#lib/client/live-attention.ts";

/**
 * The worst that is in sight: what a tab's icon and title show. `reading`: it is not known yet; `unknown`: it still is
 * not, after longer than that takes; `old`: it was known once.
 */
export type SightKind =
  | "reading"
  | "unknown"
  | "old"
  | "out"
  | "hot"
  | "incident"
  | "stale"
  | "suspect"
  | "calm";

export interface Sight {
  kind: SightKind;
  count: number;
  /** Only the drill has something; nothing real is wrong. */
  drill: boolean;
}

/** What is known when the icon is made. */
export interface Known {
  signedOut: boolean;
  /** Nothing was heard, or nothing could be read, for longer than its limit: what is known says nothing of now. */
  old: boolean;
  /** Counts have been read, at some time. */
  read: boolean;
  real: AttentionCounts;
  drill: AttentionCounts;
}

/** The worst first: that nothing is known comes before all, what is real before any drill. */
export function sightOf({ signedOut, old, read, real, drill }: Known): Sight {
  if (signedOut) return { kind: "out", count: 0, drill: false };
  if (old) return { kind: read ? "old" : "unknown", count: 0, drill: false };
  if (!read) return { kind: "reading", count: 0, drill: false };
  return worstOf(real, false) ?? worstOf(drill, true) ?? { kind: "calm", count: 0, drill: false };
}

function worstOf({ hot, incidents, stale, suspect }: AttentionCounts, drill: boolean): Sight | null {
  if (hot > 0) return { kind: "hot", count: hot, drill };
  if (incidents > 0) return { kind: "incident", count: incidents, drill };
  if (stale > 0) return { kind: "stale", count: stale, drill };
  return suspect > 0 ? { kind: "suspect", count: suspect, drill } : null;
}

/** What stands before a page's own title, with a space at its end; empty when there is nothing to say. */
export function titlePrefix({ kind, count, drill }: Sight): string {
  const words = {
    reading: "",
    calm: "",
    out: "Signed out",
    unknown: "Not known",
    old: "Old data",
    hot: `${count} HOT`,
    incident: `${count} ${count === 1 ? "incident" : "incidents"}`,
    stale: `${count} stale`,
    suspect: `${count} suspect`,
  }[kind];
  if (words === "") return "";
  return drill ? `(drill: ${words}) ` : `(${words}) `;
}

/** The title with the prefix before it, whatever earlier prefix of ours is there. */
export function composeTitle(title: string, prefix: string): string {
  const bare = bareTitle(title);
  // A page between two titles has none; a document would cut the end off a prefix alone.
  return bare === "" ? "" : `${prefix}${bare}`;
}

const ours = /^(?:\((?:drill: )?(?:Signed out|Not known|Old data|\d+ (?:HOT|stale|suspect|incidents?))\) )+/;

/** A page's own title. */
export function bareTitle(title: string): string {
  return title.replace(ours, "");
}
