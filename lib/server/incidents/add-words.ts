import { limits } from "#lib/domain/limits.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import { nameOf } from "#lib/server/operations/operation-words.ts";
import { incidentAudit, incidentEvent } from "./incident-words.ts";
import { doVerb, type VerbInput } from "./verb.ts";

const wordsMaxChars = limits.reasonMaxChars;

/** POST /incidents/{id}/notes. Throws `not-now` when it has as many as are kept. */
export function addNote(context: ServerContext, input: VerbInput, words: string) {
  return doVerb(context, input, "note", (before, by, at) => {
    requireRoom(before.notes, "notes");
    const text = safeText(words, wordsMaxChars);
    const record = { ...before, notes: [...before.notes, { at, by, text }] };
    const detail = `${nameOf(by)} noted: ${text}`;
    return {
      record,
      events: [incidentEvent(record, at, "note", detail)],
      audit: [incidentAudit(record, at, by, "note", { detail })],
    };
  });
}

/** POST /incidents/{id}/follow-ups: something to be done about it later. */
export function addFollowUp(context: ServerContext, input: VerbInput, words: string) {
  return doVerb(context, input, "follow-up", (before, by, at) => {
    requireRoom(before.followUps, "follow-ups");
    const text = safeText(words, wordsMaxChars);
    const id = 1 + before.followUps.reduce((most, one) => Math.max(most, one.id), 0);
    const record = { ...before, followUps: [...before.followUps, { id, at, by, text, doneAt: null }] };
    const detail = `${nameOf(by)} wrote down a follow-up: ${text}`;
    return {
      record,
      events: [incidentEvent(record, at, "follow-up", detail)],
      audit: [incidentAudit(record, at, by, "follow-up", { detail })],
    };
  });
}

/** PATCH /incidents/{id}/follow-ups/{number}: it is done, or is not after all. Throws `not-found`. */
export function changeFollowUp(context: ServerContext, input: VerbInput, number: number, done: boolean) {
  return doVerb(context, input, "follow-up", (before, by, at) => {
    const known = before.followUps.find(({ id }) => id === number);
    if (known === undefined) throw new ApiError("not-found", "There is no such follow-up.");
    if ((known.doneAt !== null) === done) return null;
    const changed = { ...known, doneAt: done ? at : null };
    const followUps = before.followUps.map((one) => (one.id === number ? changed : one));
    const record = { ...before, followUps };
    const detail = `${nameOf(by)} says that this is ${done ? "done" : "not done"}: ${known.text}`;
    return {
      record,
      events: [incidentEvent(record, at, "follow-up", detail)],
      audit: [incidentAudit(record, at, by, "follow-up", { detail })],
    };
  });
}

function requireRoom(there: readonly unknown[], what: string): void {
  if (there.length < limits.incidentNotesMax) return;
  throw new ApiError("not-now", `It has ${limits.incidentNotesMax} ${what}, and no more are kept.`);
}
