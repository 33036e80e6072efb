"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { inWorld } from "#components/drill/world-search.ts";
import { useLiveRows } from "#components/live/use-collection.ts";
import { Banner } from "#components/ui/banner.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { type SpecInput, unitsQuery } from "#lib/client/operations.ts";
import type { OperationDetail } from "#lib/contract/operations.ts";
import { isDrillName } from "#lib/domain/drill/names.ts";
import { limits } from "#lib/domain/limits.ts";
import type { Scope } from "#lib/domain/operations/operation.ts";
import { grouped } from "#lib/domain/words.ts";
import { DrainLimits } from "./drain-limits.tsx";
import { drainable, drainScopes, type ScopeChoice, scopeKey, suggestedScopes } from "./drain-scopes.ts";
import { scopeWords } from "./operation-words.ts";
import { type RadioChoice, RadioList } from "./radio-list.tsx";
import { SpecDialog } from "./spec-dialog.tsx";

const typeWords: Record<Scope["type"], string> = {
  service: "Services",
  node: "Nodes",
  group: "Groups",
  fleet: "All",
  drill: "All of the drill",
};

function countWords(units: number): string {
  return `${grouped(units)} ${units === 1 ? "unit" : "units"}`;
}

function choiceOf({ scope, units }: ScopeChoice): RadioChoice {
  return { value: scopeKey(scope), label: <SafeText text={scopeWords(scope)} />, end: countWords(units) };
}

/**
 * Whom to drain, for how long, and what if some do not answer. From a node or a group the scope is given; from a clear
 * those who could grab the lock are listed first, and nothing is chosen beforehand.
 */
export function DrainForm(props: {
  scope?: Scope;
  forOperation?: OperationDetail;
  onClose: () => void;
  onSpec: (spec: SpecInput) => void;
}) {
  const { scope: given, forOperation, onClose, onSpec } = props;
  const units = useQuery(unitsQuery({ limit: limits.pageLimitMax }));
  const nodes = useLiveRows("nodes");
  const [key, setKey] = useState<string | null>(given === undefined ? null : scopeKey(given));
  const [choice, setChoice] = useState({
    holdMs: limits.holdDefaultMs as number,
    deadlineMs: limits.drainDeadlineDefaultMs as number,
    onDeadline: "give-up" as "give-up" | "go-on",
  });
  // No operation concerns what is real and what is of a drill: the other of the two is not offered.
  const world = forOperation === undefined ? "all" : isDrillName(forOperation.resource) ? "drill" : "real";
  const scopes = useMemo(() => {
    const groups = new Map(nodes.rows.map((node) => [node.name, node.group]));
    const mine = (units.data?.items ?? []).filter(({ node }) => inWorld(world, node));
    const clear = forOperation?.spec;
    const heir = clear?.kind === "clear" && clear.source === "native" ? clear.successor : null;
    return drainScopes(drainable(mine, heir), (node) => groups.get(node));
  }, [units.data, nodes.rows, world, forOperation?.spec]);
  const all = Object.values(scopes).flat();
  const chosen =
    all.find(({ scope }) => scopeKey(scope) === key)?.scope ??
    (given !== undefined && scopeKey(given) === key ? given : undefined);
  return (
    <SpecDialog
      title={forOperation === undefined ? "Drain" : "Drain who could take it again"}
      description="Units finish what they run, pause and say so; the hold ends by itself. This form leads to the plan."
      blocked={chosen === undefined ? "Choose first whom to drain." : undefined}
      onClose={onClose}
      onReview={() =>
        chosen !== undefined &&
        onSpec({ kind: "drain", scope: chosen, ...choice, forOperation: forOperation?.id ?? null })
      }
    >
      {units.error !== null && <Banner tone="danger" title={units.error.message} />}
      {units.data !== undefined && units.data.total > units.data.items.length && (
        <Banner tone="info" title="There are more units than are counted here.">
          The plan names the exact number.
        </Banner>
      )}
      {units.isPending && <SkeletonRows rows={3} label="Reading what can be drained" />}
      {units.data !== undefined && (
        <Scopes
          scopes={scopes}
          given={given}
          forOperation={forOperation}
          value={key}
          onValueChange={setKey}
        />
      )}
      <DrainLimits choice={choice} onChange={setChoice} />
    </SpecDialog>
  );
}

function Scopes(props: {
  scopes: Record<Scope["type"], ScopeChoice[]>;
  given: Scope | undefined;
  forOperation: OperationDetail | undefined;
  value: string | null;
  onValueChange: (key: string) => void;
}) {
  const { scopes, given, forOperation, value, onValueChange } = props;
  if (given !== undefined) {
    const units = scopes[given.type].find(({ scope }) => scopeKey(scope) === scopeKey(given))?.units ?? 0;
    return (
      <p className="text-sm">
        <span className="font-medium">{scopeWords(given)}</span>{" "}
        <span className="text-secondary">{countWords(units)}</span>
        {units === 0 && <span className="text-suspect-text"> · nothing on it can be drained</span>}
      </p>
    );
  }
  if (scopes.fleet.length === 0 && scopes.drill.length === 0) {
    return (
      <Banner tone="warn" title="Nothing can be drained.">
        No agent has hooks, and no service with the client library is connected. Hooks are configured on the
        host; the node's page lists them.
      </Banner>
    );
  }
  const suggested = forOperation === undefined ? [] : suggestedScopes(forOperation.roster, scopes);
  const taken = new Set(suggested.map(({ scope }) => scopeKey(scope)));
  const parts = (["drill", "service", "node", "group", "fleet"] as const).map((type) => ({
    label: typeWords[type],
    choices: scopes[type].filter(({ scope }) => !taken.has(scopeKey(scope))),
  }));
  return (
    <div className="flex max-h-80 flex-col gap-3 overflow-y-auto pr-1">
      {[{ label: "Still free to grab it", choices: suggested }, ...parts]
        .filter(({ choices }) => choices.length > 0)
        .map(({ label, choices }) => (
          <RadioList
            key={label}
            label={label}
            value={value}
            onValueChange={onValueChange}
            choices={choices.slice(0, 200).map(choiceOf)}
          />
        ))}
    </div>
  );
}
