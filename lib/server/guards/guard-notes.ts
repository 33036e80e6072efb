import type { GuardNote } from "#lib/contract/orders.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import type { Severity } from "#lib/domain/states.ts";
import type { ServerContext } from "#lib/server/context.ts";
import { ApiError } from "#lib/server/http/errors.ts";
import type { OrderSource } from "#lib/server/orders/order-desk.ts";
import { nativeId } from "#lib/server/view/lock-rows.ts";
import type { SessionRecord } from "#lib/store/records.ts";
import type { NewEvent } from "#lib/store/store.ts";

/** Sessions of which the last number is remembered; of one that is forgotten, a note may count twice. */
const rememberedMax = 10_000;

/** Takes what guardians saw of their files onto the timeline of the resource. */
export function guardNotes({ store, clock }: ServerContext): OrderSource {
  const counted = new Map<string, number>();
  return {
    ordersFor: () => [],
    take: async (session, { notes }) => {
      if (notes.length === 0) return;
      for (const { resource } of notes) {
        if (!guards(session, resource))
          throw new ApiError("forbidden", "Only a guardian tells of the file that it guards.");
      }
      const last = counted.get(session.id) ?? 0;
      const fresh = notes.filter(({ number }) => number > last);
      if (fresh.length === 0) return;
      const nowAt = clock.wallMs();
      await store.write(async (tx) => {
        for (const note of fresh) await tx.event(noteEvent(session, note, nowAt));
      });
      counted.delete(session.id);
      counted.set(session.id, Math.max(...fresh.map(({ number }) => number)));
      for (const id of counted.keys()) {
        if (counted.size <= rememberedMax) break;
        counted.delete(id);
      }
    },
  };
}

function guards({ role, resources }: SessionRecord, resource: string): boolean {
  return (role === "guardian" || role === "watchdog") && resources?.includes(resource) === true;
}

/** On the timeline of the lock, of the node, and of the guardian. */
function noteEvent(session: SessionRecord, note: GuardNote, nowAt: number): NewEvent {
  const [kind, severity, text] = wordsOf(session, note);
  return {
    at: nowAt - Math.min(note.agoMs, nowAt),
    kind,
    severity,
    node: session.node,
    lockId: nativeId(note.resource),
    resource: note.resource,
    ownerId: session.id,
    text,
  };
}

function wordsOf(session: SessionRecord, note: GuardNote): [string, Severity, string] {
  const file = safeText(note.resource, 120);
  const who = note.by === null ? "somebody unknown" : safeText(note.by, 200);
  const where = safeText(session.node, 60);
  const now = note.hash === null ? "" : `, now ${safeText(note.hash.slice(0, 12), 12)}`;
  const guardian = `${safeText(session.service, 60)} on ${where}`;
  switch (note.what) {
    case "written":
      return ["config.written", "info", `${who} wrote ${file} on ${where} through its guardian${now}.`];
    case "touched":
      return ["config.touched", "warning", `${who} touched ${file} on ${where} past its guardian${now}.`];
    case "refused": {
      const because = safeText(note.because ?? "its token is not the newest", 300);
      return [
        "config.refused",
        "warning",
        `A write of ${file} on ${where} by ${who} was refused: ${because}.`,
      ];
    }
    case "guarded": {
      if (note.clean === false) {
        return ["guard.unclean", "warning", `${guardian} guards ${file}, which is not as it was left${now}.`];
      }
      const state = note.clean === true ? `as ${who} left it` : "and takes its content as good";
      return ["guard.guarding", "info", `${guardian} guards ${file}, ${state}${now}.`];
    }
  }
}
