import { safeText } from "#lib/domain/safe-text.ts";
import type { Severity } from "#lib/domain/states.ts";
import type { NewEvent } from "#lib/store/store.ts";

/** On the timeline of the configuration, which is that of the resource of its name. */
export function configEvent(
  name: string,
  at: number,
  kind: string,
  text: string,
  more: { node?: string | null; severity?: Severity } = {},
): NewEvent {
  return {
    at,
    kind: `config.${kind}`,
    severity: more.severity ?? "info",
    node: more.node ?? null,
    lockId: null,
    resource: name,
    ownerId: null,
    text: safeText(text, 1_000),
  };
}

/** A name for sentences. */
export const shownName = (name: string): string => safeText(name, 120);
/** The start of a hash, which is enough to tell two apart by eye. */
export const shortHash = (hash: string): string => hash.slice(0, 12);
