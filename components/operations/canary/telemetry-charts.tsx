"use client";

import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useMemo, useState } from "react";
import { ChartFrame } from "#components/charts/chart-frame.tsx";
import { useLiveRows } from "#components/live/use-collection.ts";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { configTelemetryQuery } from "#lib/client/configs.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { grouped } from "#lib/domain/words.ts";
import { chartWords, prepareTelemetry } from "./prepare-telemetry.ts";

const Lines = dynamic(() => import("./telemetry-lines.tsx").then((m) => m.TelemetryLines), { ssr: false });
const minutes = 15;
const firstShown = 6;

/** The version on trial beside each node's own running version, and beside the rest of its group. */
export function TelemetryCharts({ config, nodes }: { config: string; nodes: readonly string[] }) {
  const sorted = useMemo(() => [...nodes].sort(), [nodes]);
  const query = useQuery(configTelemetryQuery(config, sorted, minutes));
  const { rows } = useLiveRows("nodes");
  const [all, setAll] = useState(false);
  const groups = useMemo(() => new Map(rows.map((row) => [row.name, row.group])), [rows]);
  const charts = useMemo(
    () =>
      query.data === undefined
        ? []
        : prepareTelemetry(query.data, nodes, (node) => groups.get(node) ?? "", query.data.everyMs),
    [query.data, nodes, groups],
  );
  if (query.data === undefined) {
    return query.error === null ? (
      <SkeletonRows rows={4} label="Reading what the nodes measure" />
    ) : (
      <Banner tone="warn" title={`What the nodes measure could not be read: ${query.error.message}`} />
    );
  }
  if (charts.length === 0) {
    return (
      <p className="text-sm text-secondary">
        No node has sent a value lately. Values come from the telemetry hook that is configured on the host.
      </p>
    );
  }
  const shown = all ? charts : charts.slice(0, firstShown);
  return (
    <div className="flex flex-col gap-4">
      <Legend />
      <div className="grid grid-cols-1 gap-x-8 gap-y-5 xl:grid-cols-2">
        {shown.map((chart) => (
          <ChartFrame
            key={`${chart.node} ${chart.metric}`}
            title={
              <>
                <SafeText text={chart.metric} maxLength={60} /> on{" "}
                <SafeText text={chart.node} maxLength={60} />
              </>
            }
            legend={
              <span className="text-tertiary tabular-nums">
                {chart.last.shadow !== null && `shadow ${chart.last.shadow} · `}
                running {chart.last.running ?? "not known"}
              </span>
            }
            summary={safeText(chartWords(chart), 400)}
            empty={chart.rows.length === 0 ? "Nothing came in this time" : null}
          >
            <Lines chart={chart} minutes={minutes} nowMs={query.data.serverAt} />
          </ChartFrame>
        ))}
      </div>
      {shown.length < charts.length && (
        <Button size="sm" className="self-start" onClick={() => setAll(true)}>
          Show all {grouped(charts.length)}
        </Button>
      )}
    </div>
  );
}

/** Told by the kind of line, not by colour alone. */
function Legend() {
  return (
    <p className="flex flex-wrap gap-x-5 gap-y-1 text-xs text-secondary">
      <span className="inline-flex items-center gap-2">
        <span aria-hidden className="w-6 border-t-2 border-dashed border-suspect" /> shadow
      </span>
      <span className="inline-flex items-center gap-2">
        <span aria-hidden className="w-6 border-t-2 border-held" /> running on the node
      </span>
      <span className="inline-flex items-center gap-2">
        <span aria-hidden className="h-3 w-6 bg-unknown/30" /> rest of its group, lowest to highest
      </span>
    </p>
  );
}
