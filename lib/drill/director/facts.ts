import type { Api } from "#lib/client/http.ts";
import { apiPaths } from "#lib/client/paths.ts";
import type { IncidentRow } from "#lib/contract/incidents.ts";
import type { LockList } from "#lib/contract/locks.ts";
import type { OperationList, OperationRow } from "#lib/contract/operations.ts";
import type { LockRow } from "#lib/contract/rows.ts";
import { drillPrefix, isDrillName } from "#lib/domain/drill/names.ts";
import { stageNames } from "#lib/drill/stage.ts";

/** What of the server's word the story goes by. */
export interface StoryFacts {
  lease: LockRow | null;
  flocks: LockRow[];
  /** Guarded actions of the drill, the newest first. */
  operations: OperationRow[];
  /** The one that the drill came to, if it can be read. */
  incident: IncidentRow | null;
}

/** Asks for them. Rejects as the server does. */
export async function readFacts(api: Api, incidentId: string | null): Promise<StoryFacts> {
  const query = { resource: stageNames.resource, limit: 50 };
  const [locks, operations, incident] = await Promise.all([
    api.get<LockList>(apiPaths.locks, { query }),
    api.get<OperationList>(apiPaths.operations, { query: { limit: 200 } }),
    incidentId === null ? null : api.get<IncidentRow>(apiPaths.incident(incidentId)).catch(() => null),
  ]);
  return {
    lease: locks.items.find(({ source }) => source === "native") ?? null,
    flocks: locks.items.filter(({ source }) => source === "kernel"),
    operations: ofDrill(operations.items),
    incident,
  };
}

/** Those that are about something of the drill, or were made for one of those, or act on one. */
function ofDrill(all: readonly OperationRow[]): OperationRow[] {
  const own = new Set<string>();
  // Oldest first: what is related to another one comes after it.
  for (const { id, resource, title, lockId, relatedId } of [...all].reverse()) {
    const related = relatedId !== null && own.has(relatedId);
    const named =
      isDrillName(resource) || title.includes(drillPrefix) || (lockId?.includes(drillPrefix) ?? false);
    if (related || named || / of the drill\b|\bthe drill\b/.test(title)) own.add(id);
  }
  return all.filter(({ id }) => own.has(id));
}
