import type { TimelineLine } from "#lib/domain/incidents/timeline/line.ts";
import type { ReportBlock, Statement } from "./report.ts";

const secondMs = 1_000;

/**
 * A section in which no statement is said twice: the first one stays, with the sources of the others. `inTime`: what is
 * said again at another second is another statement.
 */
export function once(blocks: readonly ReportBlock[], inTime: boolean): ReportBlock[] {
  const said = new Map<string, Statement>();
  const told = blocks.map((block): ReportBlock => {
    if (block.type !== "statements") return block;
    const items: Statement[] = [];
    for (const item of block.items) {
      const second = inTime && item.at !== null ? Math.floor(item.at / secondMs) : "";
      const key = `${second} ${item.text}`;
      const first = said.get(key);
      if (first !== undefined) {
        first.sources = [...new Set([...first.sources, ...item.sources])];
        continue;
      }
      const own = { ...item };
      said.set(key, own);
      items.push(own);
    }
    return { ...block, items };
  });
  return told.filter((block) => block.type !== "statements" || block.items.length > 0);
}

/**
 * Lines, oldest first, with those whose times read the same in the order in which their events were written down: times
 * of hosts are estimates, and a consequence never stands before its cause.
 */
export function inOrderOfRecord(lines: readonly TimelineLine[]): TimelineLine[] {
  const seconds = Map.groupBy(lines, ({ at }) => Math.floor(at / secondMs));
  return [...seconds.values()].flatMap(orderSecond);
}

function orderSecond(lines: readonly TimelineLine[]): TimelineLine[] {
  const events = lines
    .filter(({ source }) => eventIdOf(source) !== null)
    .sort((a, b) => (eventIdOf(a.source) ?? 0) - (eventIdOf(b.source) ?? 0));
  const others = lines.filter(({ source }) => eventIdOf(source) === null);
  const ordered: TimelineLine[] = [];
  for (const event of events) {
    while (others[0] !== undefined && others[0].at < event.at) ordered.push(...others.splice(0, 1));
    ordered.push(event);
  }
  return [...ordered, ...others];
}

function eventIdOf(source: string): number | null {
  const id = /^(?:event |\d+ events, )(\d+)/.exec(source)?.[1];
  return id === undefined ? null : Number(id);
}
