"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { recentBeatsQuery } from "#lib/client/queries.ts";
import type { OwnerRow } from "#lib/contract/rows.ts";
import type { GuardsOfWorld } from "#lib/domain/wall/wall-guards.ts";
import { BeatLine } from "./beat-strip.tsx";
import { useWallModel } from "./use-wall-model.tsx";
import { WallSection } from "./wall-section.tsx";

/** Heartbeats of guardians, or of those who hold locks where nobody guards. */
export function BeatLines(props: { guards: GuardsOfWorld<OwnerRow>; shown: number; drill?: boolean }) {
  const { guards, shown, drill = false } = props;
  const { complete } = useWallModel();
  const owners = guards.shown.slice(0, shown);
  const ids = useMemo(() => owners.map(({ id }) => id).sort(), [owners]);
  const { data } = useQuery(recentBeatsQuery(ids));
  const byOwner = useMemo(() => new Map(data?.items.map((item) => [item.ownerId, item])), [data]);
  const title = guards.guardians || guards.total === 0 ? "Heartbeats of guardians" : "Heartbeats of holders";
  return (
    <WallSection
      title={title}
      note="last 2 minutes"
      more={guards.total - owners.length}
      none={owners.length === 0}
      drill={drill}
      className="shrink-0"
    >
      {guards.total === 0 && (
        <p className="wall-small text-secondary">
          {complete ? "No guardian is here, and no service with a session holds a lock." : "Not read yet."}
        </p>
      )}
      <ul>
        {owners.map((owner) => (
          <BeatLine
            key={owner.id}
            owner={owner}
            beats={byOwner.get(owner.id)}
            toldUntil={data?.serverAt ?? Number.MAX_SAFE_INTEGER}
          />
        ))}
      </ul>
    </WallSection>
  );
}
