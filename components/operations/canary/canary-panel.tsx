"use client";

import Link from "next/link";
import { useMemo } from "react";
import { buttonClass } from "#components/ui/button-class.ts";
import { Section } from "#components/ui/page-header.tsx";
import { configHref } from "#lib/client/paths.ts";
import type { OperationDetail } from "#lib/contract/operations.ts";
import { grouped } from "#lib/domain/words.ts";
import { CanaryNodes } from "./canary-nodes.tsx";
import { TelemetryCharts } from "./telemetry-charts.tsx";

const chartedMax = 12;

/** What a canary's page shows beside the gates and steps: its nodes, and what they measure. */
export function CanaryPanel({ operation }: { operation: OperationDetail }) {
  const { nodes, spec } = operation;
  // The same list for the same nodes: what is asked for depends on it.
  const charted = nodes
    .filter(({ state }) => state !== "pending")
    .toSorted((a, b) => a.step - b.step)
    .slice(0, chartedMax)
    .map(({ node }) => node)
    .join(",");
  const names = useMemo(() => (charted === "" ? [] : charted.split(",")), [charted]);
  if (spec.kind !== "canary") return null;
  const well = nodes.filter(({ state }) => state === "shadow" || state === "promoted").length;
  return (
    <>
      <Section
        title="Nodes"
        note={
          nodes.length === 0 ? "none was asked yet" : `${grouped(well)} of ${grouped(nodes.length)} have it`
        }
        actions={
          <Link
            className={buttonClass("secondary", "sm")}
            href={`${configHref(spec.config)}?tab=diff&to=${spec.version}`}
          >
            What version {spec.version} changes
          </Link>
        }
      >
        {nodes.length === 0 ? (
          <p className="text-sm text-secondary">They are asked as soon as every gate is open.</p>
        ) : (
          <CanaryNodes nodes={nodes} outcome={operation.result?.text ?? operation.sentence} />
        )}
      </Section>
      {names.length > 0 && (
        <Section title="Telemetry" note="the last 15 minutes">
          <TelemetryCharts config={spec.config} nodes={names} />
        </Section>
      )}
    </>
  );
}
