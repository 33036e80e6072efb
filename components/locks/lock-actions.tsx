"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { AllowClearLines } from "#components/operations/allow-clear-lines.tsx";
import { useDesk } from "#components/operations/desk.tsx";
import { Due } from "#components/operations/due.tsx";
import { OperationLines } from "#components/operations/operation-lines.tsx";
import { useCan } from "#components/shell/visitor.tsx";
import { Button } from "#components/ui/button.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { cn } from "#components/ui/cn.ts";
import { Section } from "#components/ui/page-header.tsx";
import { stateLooks, toneClasses } from "#components/ui/state.ts";
import { StateIcon } from "#components/ui/state-icon.tsx";
import { lockOperationsQuery } from "#lib/client/operations.ts";
import { operationHref } from "#lib/client/paths.ts";
import type { LockDetail } from "#lib/contract/locks.ts";
import type { OperationRow } from "#lib/contract/operations.ts";
import { agentGate, staleGate } from "#lib/domain/operations/clear.ts";
import { isEnded } from "#lib/domain/operations/operation.ts";
import { isStale } from "#lib/domain/states.ts";
import { useAgent } from "./use-agent.ts";
import { Words } from "./words.tsx";

/** The clear of this lock that was confirmed and has not ended. */
function underway(rows: readonly OperationRow[] | undefined): OperationRow | undefined {
  return rows?.find(({ kind, state }) => kind === "clear" && state !== "planned" && !isEnded(state));
}

/**
 * The button that leads to the plan of a clear; who may not plan one reads why instead. A living owner
 * forbids it; doubt does not: the plan then says which gate stays shut, and why.
 */
export function LockActions({ lock }: { lock: LockDetail }) {
  const desk = useDesk();
  const may = useCan("operation.plan");
  const { data } = useQuery(lockOperationsQuery(lock.id));
  const agent = useAgent(lock.source === "kernel" ? lock.node : null);
  // There is nothing to clear where nobody holds anything.
  const free = lock.holder === null && lock.verdict === null;
  if (free || lock.tombstone !== null || underway(data?.items) !== undefined) return null;
  if (!may.allowed)
    return <p className="mb-3 text-xs text-secondary">You can't clear it from here. {may.reason}</p>;
  const refusal = lock.verdict === "live" ? staleGate("live").because : null;
  const hands =
    agent === null
      ? null
      : agentGate({ up: agent.state === "up", allowsClear: agent.allowClear === true, node: agent.name });
  return (
    <div className="mb-3 flex flex-col items-start gap-1.5 border-b border-line pb-3">
      <Button
        variant={refusal === null ? "danger" : "secondary"}
        disabledReason={refusal ?? undefined}
        onClick={() => desk({ form: "clear", lock })}
        className="pointer-coarse:h-11"
      >
        Clear…
      </Button>
      <p className="text-xs text-secondary">
        {refusal ??
          (isStale(lock.verdict)
            ? "Leads to the plan: nothing happens before it is confirmed and its gates are open."
            : `Leads to the plan only: it is ${lock.verdict ?? "not judged"}, so that the gate “The owner is proven gone” is shut, and stays so without new evidence or a bypass by two people.`)}
      </p>
      {refusal === null && hands?.state === "shut" && (
        <>
          <p className="text-xs text-suspect-text">
            <Words text={hands.because} />
          </p>
          <AllowClearLines />
        </>
      )}
    </div>
  );
}

/** A clear that is under way, loud: how it stands, and its countdown, such as that of the quarantine. */
export function LockUnderway({ lock }: { lock: LockDetail }) {
  const { data } = useQuery(lockOperationsQuery(lock.id));
  const row = underway(data?.items);
  if (row === undefined) return null;
  const state = lock.state === "quarantined" ? lock.state : row.state;
  const tone = toneClasses[stateLooks[state].tone];
  return (
    <section
      aria-label="A clear is under way"
      className={cn("flex flex-wrap items-center gap-3 rounded-md px-4 py-3", tone.soft)}
    >
      <StateIcon state={state} size={18} />
      <div className="min-w-0 flex-1 basis-64 text-sm">
        <p className="font-medium">
          <Words text={row.sentence} />
        </p>
        {row.due !== null && <Due due={row.due} className={cn("tabular-nums", tone.text)} />}
      </div>
      <Link
        href={operationHref(row.id)}
        className={cn(buttonClass(row.awaitsAck ? "primary" : "secondary"), "pointer-coarse:h-11")}
      >
        {row.awaitsAck ? "Open: acknowledgement awaited" : "Open the operation"}
      </Link>
    </section>
  );
}

/** What was done to this lock from here, newest first. Nothing when nothing was. */
export function LockOperations({ lock }: { lock: LockDetail }) {
  const { data } = useQuery(lockOperationsQuery(lock.id));
  const rows = (data?.items ?? []).filter(({ state }) => state !== "expired");
  if (rows.length === 0) return null;
  return (
    <Section title="Operations">
      <OperationLines operations={rows.slice(0, 8)} />
    </Section>
  );
}
