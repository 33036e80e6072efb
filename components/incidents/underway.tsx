"use client";

import { useQuery } from "@tanstack/react-query";
import { Words } from "#components/locks/words.tsx";
import { OperationLines } from "#components/operations/operation-lines.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { operationQuery } from "#lib/client/operations.ts";
import type { OperationRow } from "#lib/contract/operations.ts";
import { isEnded } from "#lib/domain/operations/operation.ts";

const endedMax = 5;

/** What is being done about it: each operation under way with its gates, then those that have ended. */
export function UnderWay({ operations }: { operations: readonly OperationRow[] }) {
  if (operations.length === 0) {
    return (
      <p className="text-sm text-secondary">
        Nothing has been planned about it yet. A clear begins on the page of one of the locks above, and
        stands here with its gates.
      </p>
    );
  }
  const open = operations.filter(({ state }) => !isEnded(state));
  const ended = operations.filter(({ state }) => isEnded(state));
  return (
    <div className="flex flex-col gap-3">
      {open.map((row) => (
        <div key={row.id}>
          <OperationLines operations={[row]} />
          <Gates id={row.id} />
        </div>
      ))}
      {ended.length > 0 && (
        <div>
          {open.length > 0 && <h3 className="mb-1 text-xs font-medium text-tertiary">Ended</h3>}
          <OperationLines operations={ended.slice(0, endedMax)} />
        </div>
      )}
    </div>
  );
}

/** Each gate with its state; what it rests on stands on the operation's page. */
function Gates({ id }: { id: string }) {
  const { data } = useQuery(operationQuery(id));
  if (data === undefined || data.plan.gates.length === 0) return null;
  return (
    <ul aria-label="Its gates" className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-xs sm:pl-[7.25rem]">
      {data.plan.gates.map((gate) => (
        <li key={gate.id} data-gate={gate.id} data-gate-state={gate.state}>
          <StateBadge state={gate.state} label={<Words text={gate.title} />} />
          <span className="sr-only">: {gate.state}</span>
        </li>
      ))}
    </ul>
  );
}
