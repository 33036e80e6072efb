import { drillPrefix, isDrillName } from "#lib/domain/drill/names.ts";
import { isDrillIncident } from "#lib/domain/incidents/realm.ts";
import type { DocumentKind, Documents, Stored } from "#lib/store/records.ts";
import type { NewEvent } from "#lib/store/store.ts";

type Rules = { [K in DocumentKind]: (value: Documents[K], refs: ReadonlySet<string>) => boolean };

/** By what a document belongs to a drill: its own names; or, of `refs`, the operation or incident that it is about. */
const rules: Rules = {
  lease: ({ resource }) => isDrillName(resource),
  session: ({ node }) => isDrillName(node),
  "kernel-lock": ({ node }) => isDrillName(node),
  node: ({ name }) => isDrillName(name),
  unit: ({ node }) => isDrillName(node),
  operation: ({ drill, spec }, refs) =>
    drill !== undefined || ("operationId" in spec && refs.has(spec.operationId)),
  page: ({ resource, lockId, operationId, incidentId }, refs) =>
    isDrillName(resource) || isDrillLock(lockId) || refs.has(operationId ?? "") || refs.has(incidentId ?? ""),
  "page-target": () => false,
  policy: ({ resource }) => isDrillName(resource),
  config: ({ name }) => isDrillName(name),
  "config-version": ({ config }) => isDrillName(config),
  "node-config": ({ node, config }) => isDrillName(node) || isDrillName(config),
  incident: (incident) => isDrillIncident(incident),
  "incident-minute": ({ incidentId }, refs) => refs.has(incidentId),
  drill: () => true,
  // A person's own, also when the filter names a drill.
  view: () => false,
  "view-book": () => false,
};

const none: ReadonlySet<string> = new Set<string>();

/** Whether a document belongs to a drill. `refs`: ids of operations and incidents that are known to. */
export function isOfDrill(
  { kind, value }: Pick<Stored<DocumentKind>, "kind" | "value">,
  refs: ReadonlySet<string> = none,
): boolean {
  const rule = rules[kind] as (value: Documents[DocumentKind], refs: ReadonlySet<string>) => boolean;
  return rule(value, refs);
}

/** Whether an event is about something of a drill, as far as its names say. */
export function isDrillEvent({
  node,
  resource,
  lockId,
}: Pick<NewEvent, "node" | "resource" | "lockId">): boolean {
  return isDrillName(node) || isDrillName(resource) || isDrillLock(lockId);
}

/** A native lock's id goes on with its resource, a kernel lock's with its node. */
function isDrillLock(lockId: string | null): boolean {
  return lockId !== null && isDrillName(lockId.slice(lockId.indexOf("/") + 1));
}

/** What stands in a document of a drill, somewhere. */
export const drillText = drillPrefix;
