"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useCan } from "#components/shell/visitor.tsx";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { drillCalls } from "#lib/client/drills.ts";
import { queryKeys } from "#lib/client/query-keys.ts";
import type { DrillRow } from "#lib/contract/drills.ts";
import type { ActId } from "#lib/domain/drill/drill.ts";

/** Lets the next act begin. It is the only thing that the panel does, and it is what goes wrong, never a repair. */
export function CoachNext({ drill }: { drill: DrillRow }) {
  const may = useCan("drill.steer").allowed;
  const client = useQueryClient();
  const [asked, setAsked] = useState<ActId | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const next = drill.acts.find(({ id }) => id === drill.next);
  if (next === undefined || !may || drill.state !== "running") return null;
  const start = async () => {
    setAsked(next.id);
    setFailure(null);
    try {
      await drillCalls().next(drill.id, next.id);
      await client.invalidateQueries({ queryKey: queryKeys.drill });
    } catch (error) {
      setAsked(null);
      setFailure(error instanceof Error ? error.message : "The server did not say why.");
    }
  };
  return (
    <footer className="flex flex-col gap-2 border-t border-line px-4 py-3">
      {failure !== null && <Banner tone="danger" title={failure} />}
      <Button
        variant="primary"
        loading={asked === next.id}
        onClick={start}
        className="h-auto min-h-9 py-1.5 pointer-coarse:min-h-11"
      >
        {/* The button itself keeps to one line, and would cut a longer title on both sides. */}
        <span className="min-w-0 whitespace-normal">Start: {next.title}</span>
      </Button>
    </footer>
  );
}
