import type { IncidentSample } from "#lib/domain/incidents/incident.ts";

export interface NodeTime {
  /** Time between the first sample and the end, without that in which the server could not listen. */
  seenMs: number;
  blindMs: number;
  from: number | null;
  to: number;
  /** Node × time by what nodes showed; the sum over the states is the sum over the nodes. */
  byState: { state: string; nodeMs: number }[];
}

interface Span {
  from: number;
  to: number;
}

/** How long how many nodes showed what: a sample holds until the next one, the last until the end, and none while blind. */
export function nodeTime(
  samples: readonly Pick<IncidentSample, "at" | "nodes">[],
  to: number,
  blind: readonly Span[],
): NodeTime {
  const known = samples.filter(({ at }) => at < to);
  const byState = new Map<string, number>();
  let seenMs = 0;
  known.forEach(({ at, nodes }, i) => {
    const until = Math.max(at, Math.min(known[i + 1]?.at ?? to, to));
    const ms = until - at - overlapMs({ from: at, to: until }, blind);
    seenMs += ms;
    for (const [state, count] of Object.entries(nodes)) {
      byState.set(state, (byState.get(state) ?? 0) + count * ms);
    }
  });
  const from = known[0]?.at ?? null;
  return {
    seenMs,
    blindMs: from === null ? 0 : to - from - seenMs,
    from,
    to,
    byState: [...byState].map(([state, nodeMs]) => ({ state, nodeMs })),
  };
}

/** Blind times may overlap each other; what is blind twice is blind once. */
function overlapMs(span: Span, blind: readonly Span[]): number {
  let ms = 0;
  let done = span.from;
  for (const one of [...blind].sort((a, b) => a.from - b.from)) {
    const from = Math.max(one.from, done);
    const to = Math.min(one.to, span.to);
    if (to <= from) continue;
    ms += to - from;
    done = to;
  }
  return ms;
}
