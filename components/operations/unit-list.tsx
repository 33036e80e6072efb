"use client";

import Link from "next/link";
import { SafeText } from "#components/ui/safe-text.tsx";
import { ShowAll } from "#components/ui/show-all.tsx";
import type { StateName } from "#components/ui/state.ts";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { Countdown, TimeAgo } from "#components/ui/time-ago.tsx";
import { nodeHref } from "#lib/client/paths.ts";
import type { OperationUnit, UnitState } from "#lib/domain/operations/operation.ts";
import { grouped } from "#lib/domain/words.ts";

const firstShown = 20;

/** What a unit's state looks like; a unit that works is not green: nothing was asked of it. */
export const unitLooks: Record<UnitState, StateName> = {
  running: "working",
  draining: "draining",
  paused: "paused",
  resuming: "resuming",
  failed: "failed",
  lost: "silent",
};
/** Those that keep the drain come first. */
const order: readonly UnitState[] = ["failed", "lost", "running", "draining", "resuming", "paused"];

/** Each unit of a drain: what it still runs, whether it said that it pauses, and when it resumes by itself. */
export function UnitList({ units, ended }: { units: readonly OperationUnit[]; ended: boolean }) {
  const sorted = units.toSorted(
    (a, b) =>
      order.indexOf(a.state) - order.indexOf(b.state) ||
      `${a.name} ${a.node}`.localeCompare(`${b.name} ${b.node}`, "en", { numeric: true }),
  );
  return (
    <ShowAll items={sorted} first={firstShown}>
      {(shown) => (
        <ul className="@container">
          {shown.map((unit) => (
            <UnitLine key={unit.unitId} unit={unit} ended={ended} />
          ))}
        </ul>
      )}
    </ShowAll>
  );
}

function UnitLine({ unit, ended }: { unit: OperationUnit; ended: boolean }) {
  return (
    <li
      data-unit={unit.unitId}
      data-unit-state={unit.state}
      className="grid grid-cols-[6.5rem_minmax(0,1fr)] items-start gap-x-3 gap-y-0.5 border-t border-line py-1.5 text-sm first:border-t-0 @2xl:grid-cols-[6.5rem_minmax(0,1.2fr)_minmax(0,1fr)]"
    >
      <StateBadge state={unitLooks[unit.state]} />
      <span className="flex min-w-0 flex-wrap gap-x-2">
        <SafeText text={unit.name} maxLength={80} className="font-medium" />
        {unit.service !== unit.name && (
          <SafeText text={unit.service} maxLength={60} className="text-secondary" />
        )}
        <Link
          href={nodeHref(unit.node)}
          prefetch={false}
          className="text-secondary underline-offset-2 hover:underline"
        >
          <SafeText text={unit.node} maxLength={60} />
        </Link>
      </span>
      <span className="flex flex-wrap gap-x-3 pt-0.5 text-xs text-secondary empty:hidden @max-2xl:col-start-2">
        <Tasks unit={unit} />
        {unit.ackedAt !== null && (
          <span>
            acknowledged <TimeAgo atMs={unit.ackedAt} show="relative" />
          </span>
        )}
        {!ended && unit.holdUntilAt !== null && unit.state === "paused" && (
          <Countdown
            untilMs={unit.holdUntilAt}
            before="resumes by itself"
            atZero="resumes now"
            className="text-primary tabular-nums"
          />
        )}
        {unit.note !== null && <SafeText text={unit.note} maxLength={200} />}
      </span>
    </li>
  );
}

function Tasks({ unit }: { unit: OperationUnit }) {
  if (unit.tasks === null || unit.state === "paused") return null;
  return (
    <span className="tabular-nums">
      {unit.tasks === 0 ? "nothing left to finish" : `${grouped(unit.tasks)} left to finish`}
    </span>
  );
}
