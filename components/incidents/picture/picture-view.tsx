"use client";

import Link from "next/link";
import { useMemo } from "react";
import { useCursorMs } from "#components/charts/axis-cursor.tsx";
import { AxisFrame } from "#components/charts/axis-frame.tsx";
import { AxisLane, useAxis } from "#components/charts/axis-lane.tsx";
import { stackTop } from "#components/charts/axis-series.ts";
import { BeatLane, MarkLane } from "#components/charts/beat-lane.tsx";
import { BucketLane } from "#components/charts/bucket-lane.tsx";
import { SpanLane } from "#components/charts/span-lane.tsx";
import { StepLane } from "#components/charts/step-lane.tsx";
import { usePreferences } from "#components/ui/preferences.ts";
import { SafeText } from "#components/ui/safe-text.tsx";
import { useServerNow } from "#components/ui/server-clock.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { operationHref, ownerHref } from "#lib/client/paths.ts";
import type { IncidentPicture } from "#lib/contract/incidents.ts";
import { grouped } from "#lib/domain/words.ts";
import { type PictureModel, preparePicture } from "./picture-model.ts";
import {
  bucketWords,
  readAll,
  readBeats,
  readFleet,
  readMark,
  readMoment,
  readRefusals,
  readSpan,
} from "./picture-read.ts";
import { describePicture } from "./picture-words.ts";

const beatPx = 38;
const refusalsPx = 64;
const fleetPx = 104;
const spanPx = 20;
const marksPx = 28;
const operationsMax = 12;
/** The right edge goes on in steps that the eye can just see, not at every second of a long incident. */
const edgeSteps = 400;

const roleWords = {
  holder: "holder",
  guardian: "guardian",
  watchdog: "watchdog",
  orchestrator: "orchestrator",
  other: "also there",
} as const;

/** Heartbeats, refusals, the fleet and operations under one time axis, with one cursor. Marks go across all of them. */
export function PictureView({ picture }: { picture: IncidentPicture }) {
  const { zone } = usePreferences();
  const stepMs = Math.max(1_000, Math.round((picture.to - picture.from) / edgeSteps / 1_000) * 1_000);
  const nowMs = useServerNow(stepMs);
  const live = picture.to >= picture.serverAt;
  const model = useMemo(() => preparePicture(picture, live ? nowMs : picture.to), [picture, live, nowMs]);
  const nearMs = (model.bounds.toMs - model.bounds.fromMs) / 200;
  const words = useMemo(() => describePicture(model, zone), [model, zone]);
  return (
    <figure className="min-w-0">
      <AxisFrame
        label="Moment on the picture"
        bounds={model.bounds}
        marks={model.marks}
        head={<Head model={model} />}
        reading={(atMs) => readAll(model, atMs, nearMs, zone)}
      >
        <Lanes model={model} />
      </AxisFrame>
      <figcaption>
        <details className="text-sm">
          <summary className="inline-flex min-h-6 items-center text-xs text-secondary underline underline-offset-2 pointer-coarse:min-h-11">
            The picture in words
          </summary>
          <ul className="mt-1 flex flex-col gap-1 text-secondary">
            {words.map(({ id, text }) => (
              <li key={id}>
                <SafeText text={text} maxLength={2_000} />
              </li>
            ))}
          </ul>
        </details>
      </figcaption>
    </figure>
  );
}

/** The moment that is read, and what happened then. */
function Head({ model }: { model: PictureModel }) {
  const atMs = useCursorMs();
  const { view, widthPx, zone } = useAxis();
  const nearMs = nearOf(view.toMs - view.fromMs, widthPx);
  const moment = atMs ?? model.bounds.toMs;
  const mark = atMs === null ? null : readMark(model, moment, nearMs);
  return (
    <span data-reading="" className="flex min-w-0 flex-wrap gap-x-3">
      <span className="font-medium text-primary tabular-nums">
        {atMs === null && (model.live ? "Now: " : "At the end: ")}
        {readMoment(model, moment, zone)}
      </span>
      {mark !== null && <SafeText text={mark} maxLength={400} truncate className="min-w-0 text-secondary" />}
    </span>
  );
}

/** How wide the pointer is, in time. */
function nearOf(spanMs: number, widthPx: number): number {
  return widthPx === 0 ? 0 : (spanMs / widthPx) * 4;
}

function Lanes({ model }: { model: PictureModel }) {
  const { view, widthPx } = useAxis();
  const nearMs = nearOf(view.toMs - view.fromMs, widthPx);
  const endMs = model.bounds.toMs;
  const { owners, refusals, fleet, operations, marks } = model;
  const hidden = operations.length - operationsMax;
  return (
    <>
      <AxisLane name="What happened" value={() => null} endMs={endMs} heightPx={marksPx}>
        <MarkLane marks={marks} heightPx={marksPx} />
      </AxisLane>
      {owners.map(({ ownerId, label, role, model: beats }) => (
        <AxisLane
          key={ownerId}
          name={<OwnerName ownerId={ownerId} label={label} note={roleWords[role]} />}
          value={(atMs) => <span className="line-clamp-2">{readBeats(beats, atMs, nearMs)}</span>}
          endMs={endMs}
          heightPx={beatPx}
        >
          <BeatLane model={beats} heightPx={beatPx} />
        </AxisLane>
      ))}
      <AxisLane
        name="Refusals"
        value={(atMs) => <Refused count={readRefusals(model, atMs)} width={bucketWords(model)} />}
        endMs={endMs}
        heightPx={refusalsPx}
        scale={refusals.top > 0 ? grouped(refusals.top) : undefined}
      >
        <BucketLane
          buckets={refusals.buckets}
          bucketMs={refusals.bucketMs}
          unknown={refusals.unknown}
          heightPx={refusalsPx}
        />
      </AxisLane>
      <AxisLane
        name="Nodes by what they show"
        value={(atMs) => <FleetValue fleet={readFleet(model, atMs)} />}
        endMs={endMs}
        heightPx={fleetPx}
        scale={fleet.points.length > 0 ? grouped(stackTop(fleet.points)) : undefined}
      >
        <StepLane points={fleet.points} states={fleet.states} heightPx={fleetPx} endMs={endMs} />
      </AxisLane>
      {operations.slice(0, operationsMax).map(({ id, title, spans }) => (
        <AxisLane
          key={id}
          name={<OperationName id={id} title={title} />}
          value={(atMs) => <span>{readSpan(spans, atMs)?.toLowerCase() ?? "not there yet"}</span>}
          endMs={endMs}
          heightPx={spanPx}
        >
          <SpanLane spans={spans} heightPx={spanPx} />
        </AxisLane>
      ))}
      {hidden > 0 && <p className="text-xs text-tertiary">And {grouped(hidden)} more operations, above.</p>}
    </>
  );
}

function OwnerName({ ownerId, label, note }: { ownerId: string; label: string; note: string }) {
  return (
    <Link
      href={ownerHref(ownerId)}
      prefetch={false}
      className="flex min-h-6 min-w-0 flex-col justify-center hover:underline"
    >
      <SafeText text={label} maxLength={80} truncate className="text-primary" />
      <span className="text-tertiary max-lg:sr-only">{note}</span>
    </Link>
  );
}

function OperationName({ id, title }: { id: string; title: string }) {
  return (
    <Link
      href={operationHref(id)}
      prefetch={false}
      className="flex min-h-6 min-w-0 flex-col justify-center hover:underline"
    >
      <SafeText text={title.replaceAll("`", "")} maxLength={120} truncate />
    </Link>
  );
}

function Refused({ count, width }: { count: number | null; width: string }) {
  if (count === null) return <span className="text-tertiary">not known</span>;
  return (
    <span className="tabular-nums">
      {grouped(count)} <span className="text-tertiary">in {width}</span>
    </span>
  );
}

function FleetValue({ fleet }: { fleet: ReturnType<typeof readFleet> }) {
  if (fleet === null) return <span className="text-tertiary">not known</span>;
  return (
    <span className="flex flex-wrap justify-end gap-x-3 lg:flex-col lg:justify-start">
      {fleet.map(({ state, count }) => (
        <span key={state} className="flex gap-2">
          <span className="tabular-nums lg:w-10 lg:text-right">{grouped(count)}</span>
          <StateBadge state={state} />
        </span>
      ))}
    </span>
  );
}
