import { useEffect } from "react";
import type { FeedLevel } from "./feed.ts";

/** Marks the document (`data-feed`), which takes the hues off all values once the data is stale. */
export function useFeedMark(level: FeedLevel): void {
  useEffect(() => {
    document.documentElement.dataset.feed = level;
    return () => {
      delete document.documentElement.dataset.feed;
    };
  }, [level]);
}
