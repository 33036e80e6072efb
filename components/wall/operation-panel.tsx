"use client";

import { useQuery } from "@tanstack/react-query";
import { Words } from "#components/locks/words.tsx";
import { operationState } from "#components/operations/operation-words.ts";
import { useFromNow } from "#components/ui/server-clock.tsx";
import { operationQuery } from "#lib/client/operations.ts";
import type { OperationRow } from "#lib/contract/operations.ts";
import type { Gate } from "#lib/domain/operations/operation.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { grouped } from "#lib/domain/words.ts";
import { heights } from "./wall-heights.ts";
import { WallSection } from "./wall-section.tsx";
import { WallState } from "./wall-state.tsx";

const awaitedMost = 3;

/** How high the panel is, in units of the picture. */
export function operationHeight(operations: readonly OperationRow[]): number {
  const [row] = operations;
  if (row === undefined) return 0;
  return heights.title + heights.operation + row.gatesTotal * heights.gate;
}

/** The operation that matters most: how it stands, its chain of gates, who is awaited, and what happens at zero. */
export function OperationPanel({
  operations,
  drill = false,
}: {
  operations: readonly OperationRow[];
  drill?: boolean;
}) {
  const [row] = operations;
  if (row === undefined) return null;
  return (
    <WallSection title="Operation under way" more={operations.length - 1} drill={drill} className="shrink-0">
      <div className="border-t border-line pt-2">
        <p className="wall-text line-clamp-2 text-primary">
          <Words text={row.title} />
        </p>
        <p className="wall-text flex min-w-0 items-baseline gap-5">
          <WallState state={operationState(row)} className="shrink-0 font-semibold" />
          {row.progress !== null && (
            <span className="truncate text-secondary tabular-nums">
              {grouped(row.progress.done)} of {grouped(row.progress.total)} {row.progress.unit}
            </span>
          )}
        </p>
        {row.due !== null && <DueLine due={row.due} />}
        <Gates id={row.id} />
      </div>
    </WallSection>
  );
}

/** The countdown in numerals that are read from afar, and what happens by itself at zero. */
function DueLine({ due }: { due: { at: number; what: string } }) {
  const left = useFromNow((nowMs) => clockLeft(due.at - nowMs));
  return (
    <p className="flex min-w-0 items-baseline gap-4">
      <time
        dateTime={new Date(due.at).toISOString()}
        className="wall-lead shrink-0 font-mono font-semibold text-primary"
      >
        {left}
      </time>
      <span className="wall-small line-clamp-2 text-secondary">
        then <Words text={due.what} />
      </span>
    </p>
  );
}

/** `1:07` left, `0:00` when it is due. */
function clockLeft(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1_000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function Gates({ id }: { id: string }) {
  const { data } = useQuery(operationQuery(id));
  const gates = data?.plan.gates ?? [];
  if (gates.length === 0) return null;
  const awaited = gates.filter(({ state }) => state === "shut").flatMap(({ awaiting }) => awaiting);
  const names = awaited.slice(0, awaitedMost).map((name) => safeText(name, 40));
  const more = awaited.length - names.length;
  return (
    <>
      <ol aria-label="Gates" className="mt-3">
        {gates.map((gate) => (
          <GateLine key={gate.id} gate={gate} />
        ))}
      </ol>
      {names.length > 0 && (
        <p className="wall-small mt-2 line-clamp-2 text-primary">
          <span className="text-tertiary">Awaited: </span>
          <Words text={names.join(", ")} />
          {more > 0 && ` and ${grouped(more)} more`}
        </p>
      )}
    </>
  );
}

function GateLine({ gate }: { gate: Gate }) {
  return (
    <li
      data-gate={gate.id}
      data-gate-state={gate.state}
      className="wall-small flex min-w-0 items-baseline gap-3"
    >
      <WallState state={gate.state} className="w-30 shrink-0 font-medium" />
      <span className="truncate text-secondary">
        <Words text={gate.title} />
      </span>
    </li>
  );
}
