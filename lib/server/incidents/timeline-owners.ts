import type { EventRow } from "#lib/contract/rows.ts";
import { processOwnerId } from "#lib/domain/identity.ts";
import type { RecordedLock, RecordedOwner } from "#lib/domain/incidents/timeline/facts.ts";
import type { ServerContext } from "#lib/server/context.ts";
import type { SessionRecord } from "#lib/store/records.ts";
import type { Subjects } from "./timeline-subjects.ts";

const ownersMax = 60;
const locksMax = 200;
/** Who comes and goes with every cycle is no cause; whoever was doubted, kept or took over may be one. */
const ofOwners = /^(?:verdict\.|lease\.|guard\.|session\.lost|process\.gone)/;

/** Sessions that held, guarded or waited for what the incident is about, the telling ones first. */
export function ownerIds(context: ServerContext, subjects: Subjects, events: readonly EventRow[]): string[] {
  const { incident, merged, resources } = subjects;
  const signals = [incident, ...merged].flatMap((one) => one.signals.flatMap(({ ownerId }) => ownerId ?? []));
  const sorted = [...events].sort((a, b) => a.id - b.id);
  const doubted = sorted.filter(({ kind }) => /^(?:verdict\.(?!live)|lease\.kept|process\.gone)/.test(kind));
  const others = sorted.filter(({ kind }) => ofOwners.test(kind)).reverse();
  const registered = [...context.beats.sessions()]
    .map(({ record }) => record)
    .filter((record) => record.role !== undefined && record.role !== "worker")
    .filter((record) => record.resources?.some((resource) => resources.has(resource)) ?? false)
    .map(({ id }) => id);
  const inEvents = (list: readonly EventRow[]) => list.flatMap(({ ownerId }) => ownerId ?? []);
  const all = [...signals, ...inEvents(doubted), ...registered, ...inEvents(others)];
  return [...new Set(all)].filter((id) => id.startsWith("ses_")).slice(0, ownersMax);
}

export async function ownersOf(context: ServerContext, ids: readonly string[]): Promise<RecordedOwner[]> {
  const stored = await Promise.all(ids.map((id) => context.store.get("session", id)));
  return stored.flatMap((one) => (one === null ? [] : ownerOf(context, one.value)));
}

function ownerOf({ beats }: ServerContext, record: SessionRecord): RecordedOwner {
  const { id, node, service, role, processes, state, openedAt, endedAt, judgement } = record;
  return {
    id,
    node,
    service,
    role: role ?? null,
    pids: processes.map(({ pid }) => pid),
    process: processes[0] === undefined ? null : processOwnerId(processes[0]),
    state,
    openedAt,
    endedAt,
    lastBeatAt: beats.lastBeatAt(id) ?? record.lastBeatAt,
    judgement,
  };
}

/** Its locks as they are, and those that are gone as they were when they went. */
export async function locksOf(
  context: ServerContext,
  { incident, merged, resources }: Subjects,
  events: readonly EventRow[],
): Promise<RecordedLock[]> {
  const now = [...resources].flatMap((resource) =>
    context.view.locks.ofResource(resource).map(({ id }) => id),
  );
  const signals = [incident, ...merged].flatMap((one) => one.signals.flatMap(({ lockId }) => lockId ?? []));
  const told = events.flatMap(({ lockId }) => lockId ?? []);
  const ids = [...new Set([...signals, ...now, ...told])].slice(0, locksMax);
  const locks = await Promise.all(ids.map((id) => lockOf(context, id)));
  return locks.flatMap((lock) => (lock === null || !resources.has(lock.resource) ? [] : lock));
}

async function lockOf({ store }: ServerContext, id: string): Promise<RecordedLock | null> {
  const key = id.slice(id.indexOf("/") + 1);
  if (id.startsWith("native/")) {
    const stored = await store.get("lease", key);
    if (stored === null) return null;
    const { resource, status } = stored.value;
    return { id, source: "native", resource, node: null, judgement: status.judgement, gone: null };
  }
  const stored = id.startsWith("kernel/") ? await store.get("kernel-lock", key) : null;
  if (stored === null) return null;
  const { lock, node, judgement } = stored.value;
  const { goneAt, goneHow } = stored;
  const gone = goneAt === null ? null : { at: goneAt, how: goneHow ?? "" };
  return { id, source: "kernel", resource: lock.resource, node, judgement, gone };
}
