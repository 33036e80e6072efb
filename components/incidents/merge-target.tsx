"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSettled } from "#components/locks/use-settled.ts";
import { RadioList } from "#components/operations/radio-list.tsx";
import { SearchInput } from "#components/ui/search-input.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import { unresolvedQuery } from "#lib/client/incidents.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { grouped } from "#lib/domain/words.ts";
import { stateOf } from "./incident-words.ts";

const settleMs = 200;

/** Which other incident, of however many are not resolved: found by title, resource, node or id. */
export function MergeTarget(props: {
  /** The one that goes into it. */
  incidentId: string;
  value: string;
  onValueChange: (id: string) => void;
}) {
  const { incidentId, value, onValueChange } = props;
  const [q, setQ] = useState("");
  const { data, error } = useQuery(unresolvedQuery(useSettled(q.trim(), settleMs)));
  const others = data?.items.filter(({ id, mergedInto }) => id !== incidentId && mergedInto === null) ?? [];
  const more = (data?.total ?? 0) - (data?.items.length ?? 0);
  return (
    <div className="flex flex-col gap-2">
      <SearchInput
        label="Find the other incident by title, resource, node or id"
        placeholder="Title, resource, node, id"
        filterKey={false}
        value={q}
        onValueChange={setQ}
      />
      <RadioList
        label="Into"
        value={value === "" ? null : value}
        onValueChange={onValueChange}
        choices={others.map((other) => ({
          value: other.id,
          label: safeText(other.title.replaceAll("`", ""), 120),
          note: (
            <span className="flex gap-2">
              <StateBadge state={stateOf[other.state]} />
              <TimeAgo atMs={other.openedAt} show="relative" />
            </span>
          ),
        }))}
      />
      <p role="status" className="text-xs text-tertiary">
        {error !== null
          ? error.message
          : data === undefined
            ? "Reading what is open"
            : others.length === 0
              ? "No other incident that is not resolved matches."
              : more > 0 && `${grouped(more)} more: type what tells it apart.`}
      </p>
    </div>
  );
}
