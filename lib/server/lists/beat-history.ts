import type { z } from "zod";
import type { BeatHistory, beatRangeQuery } from "#lib/contract/lists.ts";
import { type MinuteFold, mergeMinutes, minuteOf } from "#lib/domain/beats.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { blindTimes } from "#lib/server/listening-log.ts";
import type { SessionRecord } from "#lib/store/records.ts";

const defaultRangeMs = 3_600_000;
const verdictsMax = 1_000;
const prefix = "verdict.";

/**
 * GET /owners/{id}/beats: exact beats as far as memory goes, one fold a minute before that, and when the verdict
 * changed. A minute without beats has no row. Throws `not-found` for an owner that was never seen.
 */
export async function readBeatHistory(
  context: ServerContext,
  ownerId: string,
  query: z.output<typeof beatRangeQuery>,
): Promise<BeatHistory> {
  const to = query.to ?? context.clock.wallMs();
  const from = query.from ?? to - defaultRangeMs;
  if (from > to) {
    throw new ApiError("invalid", "The range is empty.", undefined, [
      { field: "query.from", message: "must not be after `to`" },
    ]);
  }
  const session = (await context.store.get("session", ownerId))?.value ?? null;
  if (session === null && !context.view.owners.rows.has(ownerId)) {
    throw new ApiError("not-found", "No owner with this id was ever seen.");
  }
  const recent = context.beats.recent(ownerId);
  return {
    ownerId,
    from: Math.max(0, from),
    to: Math.max(0, to),
    raw: recent?.raw.filter((at) => at >= from && at <= to) ?? [],
    rawFrom: recent?.raw[0] ?? null,
    minutes: await minutesOf(context, ownerId, recent?.minutes ?? [], { from, to }),
    rhythmMs: recent?.rhythmMs ?? session?.rhythmMs ?? null,
    ttlMs: session?.ttlMs ?? null,
    verdicts: await verdictsOf(context, ownerId, session, { from, to }),
    blind: await blindTimes(context.store, from, to),
  };
}

interface Range {
  from: number;
  to: number;
}

async function minutesOf(
  { store }: ServerContext,
  ownerId: string,
  unflushed: readonly MinuteFold[],
  { from, to }: Range,
): Promise<BeatHistory["minutes"]> {
  const stored = await store.beatMinutes(ownerId, minuteOf(from), to);
  return mergeMinutes([...stored, ...unflushed])
    .filter((fold) => fold.lastAt >= from && fold.firstAt <= to)
    .map(({ minuteAt, count, firstAt, lastAt, maxGapMs }) => ({
      minuteAt,
      count,
      firstAt,
      lastAt,
      maxGapMs,
    }));
}

/** From the events; an owner starts as `live`, which no event says. */
async function verdictsOf(
  { store }: ServerContext,
  ownerId: string,
  session: SessionRecord | null,
  { from, to }: Range,
): Promise<BeatHistory["verdicts"]> {
  const before = await store.events({ ownerId, kind: prefix, to: from, limit: 1 });
  const within = await store.events({ ownerId, kind: prefix, from, to, limit: verdictsMax });
  const changes = [...before, ...within.reverse()].map(({ at, kind }) => ({
    at,
    verdict: kind.slice(prefix.length),
  }));
  if (before.length === 0 && session !== null) changes.unshift({ at: session.openedAt, verdict: "live" });
  return changes;
}
