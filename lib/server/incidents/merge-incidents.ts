import { mergeInto } from "#lib/domain/incidents/merge.ts";
import { isDrillIncident } from "#lib/domain/incidents/realm.ts";
import type { Person } from "#lib/domain/operations/operation.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { nameOf } from "#lib/server/operations/operation-words.ts";
import { viewerIn } from "#lib/server/operations/verb.ts";
import type { IncidentRecord } from "#lib/store/incident-records.ts";
import type { Tx } from "#lib/store/store.ts";
import { incidentAudit, incidentEvent } from "./incident-words.ts";
import { noIncident, readIncident } from "./read-incident.ts";
import { answerKey, noteRefusal, requireCan, type VerbInput, withAnswer } from "./verb.ts";
import { writeIncident } from "./write-incident.ts";

/**
 * POST /incidents/{id}/merge: this one becomes part of the other, and its link leads there. Throws `not-found`,
 * `not-now`, and `invalid` for one that it cannot be part of.
 */
export async function mergeByHand(
  context: ServerContext,
  input: VerbInput,
  { into, reason }: { into: string; reason: string },
) {
  const { person } = viewerIn(input.actor);
  const answer = input.key === null ? null : answerKey("merge", input.actor, input.key);
  try {
    await context.incidents.inTurn(() =>
      context.store.write(async (tx) => {
        const part = await readIn(tx, input.id);
        if (answer !== null && part.answered?.includes(answer) === true) return;
        requireCan(part, "merge", input.actor);
        const kept = await readIn(tx, into);
        requireOther(part, kept);
        const noted = answer === null ? part : withAnswer(part, answer);
        await writeMerged(context, tx, { kept, part: noted, by: { person, reason } });
      }),
    );
  } catch (error) {
    await noteRefusal(context, input, "merge", person, error);
    throw error;
  }
  return readIncident(context, input.actor, input.id);
}

interface Merging {
  kept: IncidentRecord;
  part: IncidentRecord;
  /** Null: the rules found that they are one. */
  by: { person: Person; reason: string } | null;
}

/** Writes both incidents as they are once one is part of the other; resolves with the one that is kept. */
export async function writeMerged(
  context: Pick<ServerContext, "clock" | "newId" | "paging" | "drills">,
  tx: Tx,
  { kept, part, by }: Merging,
): Promise<IncidentRecord> {
  const at = context.clock.wallMs();
  const merged = mergeInto(kept, part, at);
  const who = by === null ? "They turned out to be one" : `${nameOf(by.person)} said that they are one`;
  const why = by === null ? "" : ` ${safeText(by.reason, 500)}`;
  const sentence = `Part of ${kept.title}: follow it there.`;
  const detail = `${who}: ${part.title} is part of ${kept.title}.${why}`;
  const said = { detail, ...(by === null ? {} : { reason: by.reason }) };
  await writeIncident(context, tx, part, {
    record: { ...merged.part, sentence },
    events: [incidentEvent(part, at, "merged", detail)],
    audit: by === null ? [] : [incidentAudit(part, at, by.person, "merge", said)],
  });
  await writeIncident(context, tx, kept, {
    record: merged.kept,
    events: [incidentEvent(kept, at, "merged", detail)],
  });
  return merged.kept;
}

async function readIn(tx: Tx, id: string): Promise<IncidentRecord> {
  const stored = await tx.get("incident", id);
  if (stored === null || stored.goneAt !== null) throw noIncident();
  return stored.value;
}

function requireOther(part: IncidentRecord, kept: IncidentRecord): void {
  const wrong = (message: string) =>
    new ApiError("invalid", "It cannot be part of that one.", undefined, [{ field: "into", message }]);
  if (kept.id === part.id) throw wrong("another incident");
  if (kept.mergedInto !== null) throw wrong(`an incident of its own; that one is part of ${kept.mergedInto}`);
  if (kept.state === "resolved") throw wrong("one that is not resolved");
  if (isDrillIncident(kept) !== isDrillIncident(part)) {
    throw wrong("of the same kind: a drill and what is real are never one");
  }
}
