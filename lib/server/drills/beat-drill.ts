import { isDeepStrictEqual } from "node:util";
import type { DrillBeat, DrillBeatAnswer } from "#lib/contract/drills.ts";
import { isDrillName } from "#lib/domain/drill/names.ts";
import { limits } from "#lib/domain/limits.ts";
import type { Actor } from "#lib/domain/roles.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import type { DrillRecord } from "#lib/store/drill-records.ts";
import { hideLocks } from "./hide-locks.ts";
import { ownDrill } from "./own-drill.ts";

/** Whose files are below it must be plain to whoever finds it. */
const folderName = /\/locksmith-drill-[A-Za-z0-9_-]{1,100}$/;

/**
 * POST /drills/{id}/beat: its runner is there, and says how the drill stands. Written down only when that changed.
 * Throws `gone` for a drill that is over or another's, `invalid` for a folder that cannot be a drill's.
 */
export async function beatDrill(
  context: ServerContext,
  actor: Actor,
  id: string,
  beat: DrillBeat,
): Promise<DrillBeatAnswer> {
  const known = ownDrill(context, actor, id);
  assertFolder(beat);
  context.drills.heard();
  const incidentId = known.incidentId ?? incidentOf(context);
  const wouldBe = withBeat(known, beat, incidentId);
  if (isDeepStrictEqual(known, wouldBe)) return answer(context, known);
  const { value } = await context.store.write(async (tx) => {
    const stored = await tx.get("drill", id);
    if (stored === null || stored.goneAt !== null || stored.value.removing === true) {
      throw new ApiError("gone", "This drill is over.");
    }
    const next = withBeat(stored.value, beat, stored.value.incidentId ?? incidentId);
    await tx.put("drill", id, next);
    return next;
  });
  const { folder } = value;
  if (folder !== null && !isDeepStrictEqual(folder, known.folder)) await hideLocks(context, folder);
  return answer(context, value);
}

function answer(context: ServerContext, record: DrillRecord): DrillBeatAnswer {
  const { wanted, stopAsked, incidentId } = record;
  return { startAct: wanted, stop: stopAsked, incidentId, serverAt: context.clock.wallMs() };
}

function withBeat(record: DrillRecord, beat: DrillBeat, incidentId: string | null): DrillRecord {
  const acts = beat.acts ?? record.acts;
  const wanted = acts.some(({ id, state }) => id === record.wanted && state !== "pending")
    ? null
    : record.wanted;
  return {
    ...record,
    acts,
    wanted,
    incidentId,
    state: record.state === "ending" ? "ending" : (beat.state ?? record.state),
    // What a person just asked for is not offered again before the runner has heard of it.
    next: beat.next === undefined || (wanted !== null && beat.next === wanted) ? record.next : beat.next,
    coach: [...record.coach, ...(beat.coach ?? [])].slice(-limits.drillCoachLinesMax),
    parts: beat.parts ?? record.parts,
    folder: beat.folder ?? record.folder,
    sentence: beat.sentence ?? record.sentence,
  };
}

function assertFolder({ folder }: DrillBeat): void {
  if (folder === undefined) return;
  const { path, bootId } = folder;
  const plain = path.startsWith("/") && !/(?:^|\/)\.{1,2}(?:\/|$)/.test(path);
  if (plain && folderName.test(path) && bootId !== "") return;
  throw new ApiError("invalid", "This cannot be the folder of a drill.", undefined, [
    {
      field: "folder",
      message: "an absolute path whose last part is locksmith-drill-…, with its host's boot id",
    },
  ]);
}

/** The incident that the drill came to: the first one about something of it. */
function incidentOf({ view }: ServerContext): string | null {
  const own = [...view.incidents.values()].filter(
    ({ resources, mergedInto }) => mergedInto === null && resources.some(isDrillName),
  );
  return own.sort((a, b) => a.openedAt - b.openedAt)[0]?.id ?? null;
}
