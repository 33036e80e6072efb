"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { inWorld } from "#components/drill/world-search.ts";
import { cn } from "#components/ui/cn.ts";
import { DrillTag } from "#components/ui/drill-tag.tsx";
import { stateLooks, toneClasses } from "#components/ui/state.ts";
import { StateIcon } from "#components/ui/state-icon.tsx";
import { openIncidentsQuery } from "#lib/client/incidents.ts";
import { incidentHref } from "#lib/client/paths.ts";
import { awaitsSomebody } from "./incident-rows.ts";
import { worstSeverity } from "./incident-words.ts";

/**
 * At the edge of every screen: how many incidents are open, with the look of the gravest. Filled while nobody has
 * acknowledged one. Nothing when there is none.
 */
export function IncidentPill() {
  const { data } = useQuery(openIncidentsQuery());
  const all = (data?.items ?? []).filter(({ state }) => state === "open");
  const real = all.filter(({ resources, nodes }) => inWorld("real", ...resources, ...nodes));
  // What is rehearsed never counts beside what is real.
  const open = real.length > 0 ? real : all;
  const [only] = open;
  const worst = worstSeverity(open);
  if (only === undefined || worst === null) return null;
  const tone = toneClasses[stateLooks[worst].tone];
  const waits = open.some(awaitsSomebody);
  return (
    <Link
      href={open.length === 1 ? incidentHref(only.id) : "/incidents?state=open"}
      title={open.length === 1 ? only.title.replaceAll("`", "") : undefined}
      className={cn(
        "flex h-7 items-center gap-1.5 rounded-sm px-2 text-xs font-medium whitespace-nowrap tabular-nums hover:bg-hover",
        tone.text,
        waits && tone.soft,
      )}
    >
      <StateIcon state={worst} size={10} />
      <span className="max-md:sr-only">
        {real.length === 0 && <DrillTag />}
        {open.length} {open.length === 1 ? "incident" : "incidents"}
        <span className="sr-only">, {stateLooks[worst].word.toLowerCase()}</span>
        {waits && <span className="max-lg:sr-only"> · nobody acknowledged</span>}
      </span>
      <span aria-hidden className="md:hidden">
        {real.length === 0 && <DrillTag />}
        {open.length}
      </span>
    </Link>
  );
}
