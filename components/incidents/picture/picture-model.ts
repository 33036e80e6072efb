import { type StepPoint, unknownSpans } from "#components/charts/axis-series.ts";
import type { LaneSpan } from "#components/charts/span-lane.tsx";
import {
  prepareTimeline,
  type Span,
  type TimelineMark,
  type TimelineModel,
} from "#components/charts/timeline-model.ts";
import { type StateName, stateLooks } from "#components/ui/state.ts";
import type { IncidentPicture } from "#lib/contract/incidents.ts";
import { type FleetState, fleetStates } from "#lib/domain/fleet-state.ts";
import { safeText } from "#lib/domain/safe-text.ts";

type OwnerRole = IncidentPicture["owners"][number]["role"];

/** Everything that is drawn under the one axis, worked out once; the lanes only draw. */
export interface PictureModel {
  bounds: Span;
  openedAtMs: number;
  /** It goes on: its right edge is now. */
  live: boolean;
  owners: readonly { ownerId: string; label: string; role: OwnerRole; model: TimelineModel }[];
  refusals: {
    bucketMs: number;
    buckets: readonly { atMs: number; count: number }[];
    /** Where nothing was counted: a bucket that is missing there is not zero. */
    unknown: readonly Span[];
    top: number;
  };
  fleet: { points: readonly StepPoint[]; states: readonly FleetState[] };
  operations: readonly { id: string; title: string; spans: readonly LaneSpan[] }[];
  marks: readonly TimelineMark[];
}

/** From the ground up: what is well, what was asked for, then what is wrong. */
const upward: readonly FleetState[] = ["up", "paused", "stopped", "impaired", "halted", "late", "silent"];
const markMaxChars = 200;
const airShare = 0.05;

/** The picture at `nowMs`, on the server's clock. Marks also say when it opened and how it ended. */
export function preparePicture(picture: IncidentPicture, nowMs: number): PictureModel {
  const live = picture.to >= picture.serverAt;
  const toMs = live ? Math.max(picture.to, nowMs) : picture.to;
  const bounds = { fromMs: beginOf(picture, toMs), toMs };
  const points = picture.fleet.map(({ at, nodes }) => ({ atMs: at, values: knownStates(nodes) }));
  const buckets = picture.refusals.buckets.map(({ at, count }) => ({ atMs: at, count }));
  return {
    bounds,
    openedAtMs: picture.openedAt,
    live,
    owners: picture.owners.map(({ ownerId, label, role, beats }) => ({
      ownerId,
      label,
      role,
      model: prepareTimeline({ history: beats }, bounds.toMs),
    })),
    refusals: {
      bucketMs: picture.refusals.bucketMs,
      buckets,
      unknown: unknownSpans(points, { fromMs: picture.from, toMs }),
      top: buckets.reduce((most, { count }) => Math.max(most, count), 0),
    },
    fleet: {
      points,
      states: upward.filter((state) => points.some(({ values }) => (values[state] ?? 0) > 0)),
    },
    operations: picture.operations.map(({ id, title, spans }) => ({
      id,
      title,
      spans: spans.map((span) => ({
        ...spanLook(span.state),
        fromMs: span.from,
        toMs: span.to ?? bounds.toMs,
      })),
    })),
    marks: picture.marks.map(({ at, severity, text }) => ({
      atMs: at,
      severity,
      text: safeText(text.replaceAll("`", ""), markMaxChars),
    })),
  };
}

/** A little before the first thing that is known: time of which nothing is recorded is not worth the room. */
function beginOf(picture: IncidentPicture, toMs: number): number {
  const firstMs = Math.min(
    picture.openedAt,
    ...picture.owners.flatMap(({ beats }) => [beats.raw[0] ?? toMs, beats.minutes[0]?.firstAt ?? toMs]),
    ...picture.operations.map(({ spans }) => spans[0]?.from ?? toMs),
    picture.marks[0]?.at ?? toMs,
    picture.fleet[0]?.at ?? toMs,
    picture.refusals.buckets[0]?.at ?? toMs,
  );
  return Math.max(picture.from, Math.floor(firstMs - (toMs - firstMs) * airShare));
}

/** What is not a state that a node shows is left out: it could be counted, but not drawn. */
function knownStates(nodes: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    fleetStates.flatMap((state) => {
      const count = nodes[state];
      return count === undefined ? [] : [[state, count]];
    }),
  );
}

/** What an operation did that has another word for itself than its state has. */
const spanLooks: Readonly<Record<string, { state: StateName; word: string }>> = {
  holding: { state: "paused", word: "Holding" },
  admitting: { state: "successor", word: "Admitting" },
};

function spanLook(state: string): { state: StateName; word: string } {
  const special = Object.hasOwn(spanLooks, state) ? spanLooks[state] : undefined;
  if (special !== undefined) return special;
  if (!Object.hasOwn(stateLooks, state)) return { state: "running", word: safeText(state, 30) };
  const name = state as StateName;
  return { state: name, word: stateLooks[name].word };
}
