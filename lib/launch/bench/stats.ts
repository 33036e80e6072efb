/** Median of a non-empty list; of an even number, the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The smallest value that at least this share (0 to 1) of a non-empty list does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Milliseconds that a synchronous piece of work took. */
export function timeMs(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

/** One line of the table. `reach` is the goal as text; `met` is null when there was nothing to compare with. */
export interface Row {
  measure: string;
  ours: string;
  peer: string;
  ratio: number | null;
  reach: string;
  met: boolean | null;
  note: string;
}

/** A row that compares a measured value with a peer's: `atMost` for times, `atLeast` for rates. */
export function compare(input: {
  measure: string;
  ours: number;
  peer: number | null;
  peerName: string;
  unit: string;
  atMost?: number;
  atLeast?: number;
  note?: string;
}): Row {
  const ratio = input.peer === null ? null : input.ours / input.peer;
  const goal = input.atMost === undefined ? `≥ ${input.atLeast}` : `≤ ${input.atMost}`;
  const reached = (r: number) => (input.atMost === undefined ? r >= (input.atLeast ?? 0) : r <= input.atMost);
  return {
    measure: input.measure,
    ours: `${format(input.ours)} ${input.unit}`,
    peer:
      input.peer === null
        ? `${input.peerName}: missing`
        : `${input.peerName}: ${format(input.peer)} ${input.unit}`,
    ratio,
    reach: goal,
    met: ratio === null ? null : reached(ratio),
    note: input.note ?? "",
  };
}

/** A row for a value that has a bound and no peer. */
export function within(input: {
  measure: string;
  ours: number;
  unit: string;
  atMost: number;
  note: string;
}): Row {
  const { measure, ours, unit, atMost, note } = input;
  return {
    measure,
    ours: `${format(ours)} ${unit}`,
    peer: "–",
    ratio: null,
    reach: `≤ ${atMost} ${unit}`,
    met: ours <= atMost,
    note,
  };
}

/** The row of a part that gave no result: it met nothing, and says why. */
export function notRun(part: string, why: string): Row {
  return { measure: part, ours: "not run", peer: "–", ratio: null, reach: "–", met: false, note: why };
}

/** The rows as one table in Markdown. */
export function table(rows: readonly Row[]): string {
  const head = ["measure", "Locksmith", "peer", "ratio", "reach", "met", "note"];
  const lines = rows.map(({ measure, ours, peer, ratio, reach, met, note }) => [
    measure,
    ours,
    peer,
    ratio === null ? "–" : ratio.toFixed(2),
    reach,
    met === null ? "–" : met ? "yes" : "NO",
    note,
  ]);
  return [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function format(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString("en-US");
  return value >= 10 ? value.toFixed(1) : value.toFixed(3);
}
