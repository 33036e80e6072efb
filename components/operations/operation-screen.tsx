"use client";

import { useQuery } from "@tanstack/react-query";
import { AuditLink } from "#components/audit/audit-link.tsx";
import { DetailFrame } from "#components/live/detail-frame.tsx";
import { EventList } from "#components/locks/event-list.tsx";
import { EvidenceList } from "#components/locks/evidence-list.tsx";
import { LayerList } from "#components/locks/layer-list.tsx";
import { useTitle } from "#components/locks/use-lock-title.ts";
import { Section } from "#components/ui/page-header.tsx";
import { stateLooks } from "#components/ui/state.ts";
import { operationQuery } from "#lib/client/operations.ts";
import type { OperationDetail } from "#lib/contract/operations.ts";
import { isEnded } from "#lib/domain/operations/operation.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { grouped } from "#lib/domain/words.ts";
import { CanaryPanel } from "./canary/canary-panel.tsx";
import { GateChain } from "./gate-chain.tsx";
import { HoldPointPanel } from "./hold-point-panel.tsx";
import { OperationActions } from "./operation-actions.tsx";
import { OperationHeader } from "./operation-header.tsx";
import { OperationLines } from "./operation-lines.tsx";
import { FactList, NotVerified, SentenceList } from "./plan-view.tsx";
import { ResultPanel } from "./result-panel.tsx";
import { RosterList } from "./roster-list.tsx";
import { StepList } from "./step-list.tsx";
import { TargetList, targetCount } from "./target-list.tsx";
import { UnitList } from "./unit-list.tsx";

/** One operation, whole and live: how it stands, what keeps it, and what can be done. */
export function OperationScreen({ id }: { id: string }) {
  const query = useQuery(operationQuery(id));
  const operation = query.data;
  useTitle(
    operation === undefined
      ? null
      : `${stateLooks[operation.state].word} · ${safeText(operation.title, 60)} · Locksmith`,
  );
  return (
    <DetailFrame query={query} noun="operation" listHref="/operations">
      {(data) => <Operation operation={data} />}
    </DetailFrame>
  );
}

function Operation({ operation }: { operation: OperationDetail }) {
  const { state, units, layers, result, holdPoint } = operation;
  return (
    // Below the last line there is room for the button that a phone keeps in reach.
    <div className="flex flex-col gap-4 max-sm:pb-16">
      <OperationHeader operation={operation} />
      {result !== null && <ResultPanel operation={operation} />}
      <OperationActions operation={operation} />
      <div className="grid grid-cols-1 gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,1.5fr)_minmax(0,1fr)]">
        <div className="flex flex-col gap-6 max-lg:contents">
          {holdPoint !== null && <HoldPointPanel operation={operation} holdPoint={holdPoint} />}
          <Section
            title="Gates"
            note={`${operation.gatesOpen} of ${operation.gatesTotal} open`}
            className="max-lg:order-first"
          >
            <GateChain gates={operation.plan.gates} still={state !== "waiting"} />
          </Section>
          {units.length > 0 && (
            <Section title="Units" note={isEnded(state) ? undefined : unitNote(operation)}>
              <UnitList units={units} ended={isEnded(state)} />
            </Section>
          )}
          {operation.kind === "canary" && <CanaryPanel operation={operation} />}
          <Section title="Steps">
            <StepList steps={operation.plan.steps} />
          </Section>
          {layers.length > 0 && (
            <Section title="Every layer of this resource" note="as it is now">
              <LayerList layers={layers} />
            </Section>
          )}
          <Section
            title="History"
            className="max-lg:order-last"
            actions={<AuditLink operation={operation.id} />}
          >
            <EventList events={operation.history} />
          </Section>
        </div>
        <Aside operation={operation} />
      </div>
    </div>
  );
}

function unitNote({ units }: OperationDetail): string {
  const paused = units.filter((unit) => unit.state === "paused").length;
  return `${grouped(paused)} of ${grouped(units.length)} paused`;
}

function Aside({ operation }: { operation: OperationDetail }) {
  const { kind, plan, roster, related } = operation;
  return (
    <div className="flex flex-col gap-6 max-lg:contents">
      {kind === "clear" && (
        <Section title="Who could grab it again">
          <RosterList roster={roster} />
        </Section>
      )}
      {related.length > 0 && (
        <Section title="Belongs to this">
          <OperationLines operations={related} />
        </Section>
      )}
      <Section title="What it does" note={targetCount(plan.targets, plan.targetCount)}>
        <div className="flex flex-col gap-3">
          <SentenceList sentences={plan.consequences} none="Nothing stops." />
          <TargetList targets={plan.targets} count={plan.targetCount} />
        </div>
      </Section>
      {plan.facts.length > 0 && (
        <Section title="Bound to these facts">
          <FactList facts={plan.facts} />
        </Section>
      )}
      {plan.evidence.length > 0 && (
        <Section title="Evidence" note="as it was reviewed">
          <EvidenceList evidence={plan.evidence} />
        </Section>
      )}
      {operation.result === null && (
        <Section title="Not verified">
          <NotVerified items={plan.notVerified} />
        </Section>
      )}
    </div>
  );
}
