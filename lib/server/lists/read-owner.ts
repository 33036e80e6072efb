import type { OwnerDetail } from "#lib/contract/lists.ts";
import type { EventRow, OwnerRow } from "#lib/contract/rows.ts";
import type { Evidence } from "#lib/domain/evidence.ts";
import { compareLocks } from "#lib/domain/lock-query.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { counted } from "#lib/domain/words.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { sessionRow } from "#lib/server/view/owner-rows.ts";
import type { SessionRecord } from "#lib/store/records.ts";
import { freshJudgement, freshLock, freshOwner } from "./fresh.ts";

const historyMax = 200;
const locksMax = 1_000;
/** Locks of a process whose evidence is put together. */
const evidenceLocksMax = 5;

/**
 * GET /owners/{id}: a session, also after it ended, or a process that an agent saw. Throws `not-found` for what
 * was never seen.
 */
export async function readOwner(context: ServerContext, id: string): Promise<OwnerDetail> {
  const history = await context.store.events({ ownerId: id, limit: historyMax });
  const session = await context.store.get("session", id);
  if (session !== null) return sessionDetail(context, session.value, session.revision, history);
  const row = context.view.owners.rows.get(id);
  if (row !== undefined) return processDetail(context, row, history);
  const past = pastProcess(id, history);
  if (past === null) throw new ApiError("not-found", "No owner with this id was ever seen.");
  return past;
}

function sessionDetail(
  context: ServerContext,
  session: SessionRecord,
  revision: number,
  history: EventRow[],
): OwnerDetail {
  const locks = context.view.owners.leaseCount(session.id);
  const row = context.view.owners.rows.get(session.id) ?? sessionRow(session, locks, revision);
  const own = session.processes[0];
  const judgement = freshJudgement(context, session);
  return {
    ...freshOwner(context, row),
    sentence: judgement.sentence,
    evidence: judgement.evidence,
    probe: judgement.probe,
    bootId: own?.bootId ?? null,
    pidNs: own?.pidNs ?? null,
    startTime: own?.startTime ?? null,
    instanceId: session.instanceId,
    lockList: locksOf(context, session.id),
    history,
  };
}

async function processDetail(
  context: ServerContext,
  row: OwnerRow,
  history: EventRow[],
): Promise<OwnerDetail> {
  const lockList = locksOf(context, row.id);
  const process = context.view.owners.process(row.id);
  return {
    ...row,
    sentence: processSentence(row, lockList.length),
    evidence: await evidenceOf(
      context,
      lockList.slice(0, evidenceLocksMax).map((lock) => lock.key),
    ),
    probe: null,
    bootId: process?.bootId ?? null,
    pidNs: process?.pidNs ?? null,
    startTime: process?.startTime ?? null,
    instanceId: process?.instanceId || null,
    lockList,
    history,
  };
}

function locksOf(context: ServerContext, ownerId: string) {
  return context.view.owners
    .lockIds(ownerId)
    .flatMap((id) => context.view.locks.rows.get(id) ?? [])
    .sort((a, b) => compareLocks(a, b, { key: "attention", descending: false }))
    .slice(0, locksMax)
    .map((lock) => freshLock(context, lock));
}

async function evidenceOf(context: ServerContext, keys: readonly string[]): Promise<Evidence[]> {
  const stored = await Promise.all(keys.map((key) => context.store.get("kernel-lock", key)));
  const byText = new Map<string, Evidence>();
  for (const lock of stored) for (const e of lock?.value.judgement.evidence ?? []) byText.set(e.text, e);
  return [...byText.values()];
}

function processSentence(row: OwnerRow, seen: number): string {
  const command = safeText(row.command?.split(" ", 1)[0] ?? "", 60);
  const name = command === "" ? `PID ${row.pid}` : `\`${command}\` (PID ${row.pid})`;
  const who = `${name} on ${safeText(row.node, 60)}`;
  const locks = (count: number) => counted(count, "lock");
  if (row.state === "lost") return `${who} is gone; it took ${locks(seen)} still in the host's table.`;
  return row.locks === 0 ? `${who} took or waits for ${locks(seen)}.` : `${who} holds ${locks(row.locks)}.`;
}

/** A process of which only events are left; its id says who it was. */
function pastProcess(id: string, history: EventRow[]): OwnerDetail | null {
  const match = /^(.+)~([^~]*)~(-?\d+)~(\d+)$/.exec(id);
  const oldest = history.at(-1);
  if (match === null || oldest === undefined) return null;
  const [, node = "", , pid, startTime] = match;
  return {
    id,
    kind: "process",
    node,
    service: null,
    command: null,
    pid: Number(pid),
    user: null,
    unit: null,
    state: "lost",
    verdict: "unknown",
    beats: null,
    lastBeatAt: null,
    rhythmMs: null,
    ttlMs: null,
    locks: 0,
    openedAt: oldest.at,
    revision: 0,
    sentence: "No agent sees this process with a lock any more.",
    evidence: [],
    probe: null,
    bootId: null,
    pidNs: null,
    startTime: Number(startTime),
    instanceId: null,
    lockList: [],
    history,
  };
}
