import type { TimelineLine } from "#lib/domain/incidents/timeline/line.ts";

export type Mark = Pick<TimelineLine, "at" | "kind" | "severity" | "text">;

const marksMax = 100;
/** Kernel events, who was paged and came, clears, and the turns of the incident itself. The rest has a line of its own. */
const marked = new RegExp(
  [
    String.raw`^kernel\.`,
    String.raw`^guardian\.`,
    String.raw`^process\.gone$`,
    String.raw`^page(?:\.failed)?$`,
    String.raw`^operation\.(?:acknowledged|ack-ended|cleared|bypassed|bypass-ended|rolling-back|failed)$`,
    String.raw`^incident\.(?:opened|acknowledged|mitigated|reopened|resolved)$`,
    String.raw`^server\.`,
    String.raw`^node\.rebooted$`,
  ].join("|"),
);

/** What happened at one moment and belongs across all lines of the picture; the gravest, when there are too many. */
export function marksOf(lines: readonly TimelineLine[], max: number = marksMax): Mark[] {
  const marks = lines.filter(({ what }) => marked.test(what));
  const kept = new Set([...marks].sort((a, b) => rank(a) - rank(b) || a.at - b.at).slice(0, max));
  return marks
    .filter((mark) => kept.has(mark))
    .map(({ at, kind, severity, text }) => ({ at, kind, severity, text }));
}

function rank({ severity }: TimelineLine): number {
  if (severity === "info") return 2;
  return severity === "critical" ? 0 : 1;
}
