import { agentService } from "#lib/domain/session-role.ts";
import type { Severity } from "#lib/domain/states.ts";

/** What the wall needs of an event. */
export interface WallEvent {
  readonly at: number;
  readonly kind: string;
  readonly severity: Severity;
  readonly text: string;
}

/** One line of news: the newest of its kind, and how many others like it came shortly before. */
export interface EventLine<E extends WallEvent> {
  event: E;
  alike: number;
  /** What came shortly before it is not told any more: there may be others. */
  atLeast: boolean;
}

/** So long before the newest of them, events of one kind are one piece of news: a restart is heard of by many owners. */
const togetherMs = 60_000;

/**
 * The last events as lines, newest first as they came in: those alike are one line with a count, so that six owners that
 * fell silent together do not push away what else happened. What two rules said in the same words is one.
 * `most` is how many events are told at all: of more, the oldest are missing.
 */
export function lastEvents<E extends WallEvent>(events: readonly E[], most: number): EventLine<E>[] {
  const lines: { event: E; texts: Set<string> }[] = [];
  for (const event of events) {
    if (isOfOwnAgent(event)) continue;
    const line = lines.find(({ event: newest, texts }) => {
      if (newest.at - event.at > togetherMs || newest.severity !== event.severity) return false;
      return newest.kind === event.kind || texts.has(event.text);
    });
    if (line === undefined) lines.push({ event, texts: new Set([event.text]) });
    else line.texts.add(event.text);
  }
  const oldestAt = events.length < most ? Number.NEGATIVE_INFINITY : (events.at(-1)?.at ?? 0);
  return lines.map(({ event, texts }) => ({
    event,
    alike: texts.size - 1,
    atLeast: event.at - oldestAt <= togetherMs,
  }));
}

/** The session of a node's agent: what it means is said of the node, in an event of its own. */
function isOfOwnAgent({ kind, text }: WallEvent): boolean {
  return /^(?:session|verdict)\./.test(kind) && text.includes(`${agentService} on `);
}
