import type { ChainedAudit } from "#lib/domain/audit-chain.ts";
import type { IncidentFacts } from "#lib/domain/incidents/timeline/facts.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { blindTimes } from "#lib/server/listening-log.ts";
import type { PageRecord } from "#lib/store/page-records.ts";
import { EventReader } from "./timeline-events.ts";
import { locksOf, ownerIds, ownersOf } from "./timeline-owners.ts";
import { samplesOf } from "./timeline-samples.ts";
import { type Subjects, subjectsOf } from "./timeline-subjects.ts";

const auditsMax = 200;

/** What only a report tells. */
interface Wanted {
  audits?: boolean;
}

/** Everything that is recorded of an incident, for its timeline, its picture and its report. Throws `not-found`. */
export async function incidentFacts(
  context: ServerContext,
  id: string,
  wanted: Wanted = {},
): Promise<IncidentFacts & { firstAt: number }> {
  const subjects = await subjectsOf(context, id);
  const { incident, merged, operations, from, to, firstAt, nowAt } = subjects;
  const reader = new EventReader(context.store, subjects);
  await reader.aboutSubjects(subjects);
  const owners = ownerIds(context, subjects, reader.read.events);
  await reader.aboutOwners(owners);
  const { events, cut } = reader.read;
  const locks = await locksOf(context, subjects, events);
  const lockIds = locks.map((lock) => lock.id);
  return {
    incident,
    merged,
    from,
    to,
    firstAt,
    nowAt,
    events,
    eventsCut: cut,
    operations,
    pages: pagesOf(context, subjects),
    owners: await ownersOf(context, owners),
    locks,
    samples: await samplesOf(context.store, id, { from, to }),
    audits: wanted.audits === true ? await refusedActs(context, subjects, lockIds) : [],
    blind: await blindTimes(context.store, from, to),
  };
}

/** Its own page, those of its operations, and those for one of its locks within its time. */
function pagesOf({ paging }: ServerContext, subjects: Subjects): PageRecord[] {
  const { incident, merged, operations, resources, from, to } = subjects;
  const ids = new Set([incident, ...merged].map(({ id }) => id));
  const operationIds = new Set(operations.map(({ id }) => id));
  return [...paging.pages.values()]
    .map(({ record }) => record)
    .filter(
      (page) =>
        page.createdAt <= to &&
        (page.id === incident.pageId ||
          (page.incidentId != null && ids.has(page.incidentId)) ||
          (page.operationId !== null && operationIds.has(page.operationId)) ||
          (page.resource !== null && resources.has(page.resource) && page.createdAt >= from)),
    )
    .sort((a, b) => a.createdAt - b.createdAt);
}

/** What people tried and the server refused since its first sign; what an operation that is not of it was refused is not. */
async function refusedActs(
  { store }: ServerContext,
  { operations, firstAt, to }: Subjects,
  lockIds: readonly string[],
): Promise<ChainedAudit[]> {
  const asked = { outcome: "refused", from: firstAt, to, limit: auditsMax } as const;
  const found = await Promise.all([
    ...lockIds.map((target) => store.audits({ ...asked, target })),
    ...operations.map(({ id }) => store.audits({ ...asked, operationId: id })),
  ]);
  const own = new Set(operations.map(({ id }) => id));
  const ofIt = found.flat().filter(({ operationId }) => operationId === null || own.has(operationId));
  const bySeq = new Map(ofIt.map((row) => [row.seq, row]));
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}
