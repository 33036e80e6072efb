"use client";

import type { ReactNode } from "react";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { ErrorState } from "#components/ui/message-state.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import type { LiveTopic } from "#lib/client/live-reducer.ts";
import { grouped } from "#lib/domain/words.ts";
import { useLiveStore } from "./live-provider.tsx";
import { OwnCount } from "./own-count.tsx";

interface Live {
  rows: readonly unknown[];
  complete: boolean;
  total: number | null;
  problem: string | null;
}

/** `12 of 340 owners`. */
export function ListCounts({ noun, shown, live }: { noun: string; shown: number; live: Live }) {
  const all = live.total ?? live.rows.length;
  const words = all === 1 ? noun : `${noun}s`;
  return (
    <OwnCount className="tabular-nums">
      {shown === all || !live.complete
        ? `${grouped(all)} ${words}`
        : `${grouped(shown)} of ${grouped(all)} ${words}`}
      {!live.complete && live.problem === null && " · reading"}
    </OwnCount>
  );
}

/** The body of a list in each of its states: being read, failed, empty, nothing that matches, or the rows. */
export function ListFrame(props: {
  topic: LiveTopic;
  live: Live;
  shown: number;
  empty: ReactNode;
  noMatch: ReactNode;
  children: ReactNode;
}) {
  const { topic, live, shown, empty, noMatch, children } = props;
  const store = useLiveStore();
  const again = () => store.retry(topic);
  if (live.problem !== null && live.rows.length === 0) {
    return <ErrorState title="This list could not be read" detail={live.problem} onRetry={again} />;
  }
  if (!live.complete && live.rows.length === 0) return <SkeletonRows rows={14} />;
  if (live.rows.length === 0) return empty;
  return (
    <>
      {live.problem !== null && (
        <Banner
          tone="warn"
          title="Not everything could be read: this list is not complete."
          action={
            <Button size="sm" onClick={again}>
              Read again
            </Button>
          }
        >
          {live.problem}
        </Banner>
      )}
      {shown === 0 ? noMatch : children}
    </>
  );
}
