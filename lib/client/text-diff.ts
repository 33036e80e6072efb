import { diffLines } from "diff";

/** One line of a comparison; a number is null on the side where the line is not. */
export interface DiffLine {
  kind: "same" | "added" | "removed";
  text: string;
  before: number | null;
  after: number | null;
}

interface TextDiff {
  lines: DiffLine[];
  added: number;
  removed: number;
  /** Too different to be compared line by line in bounded time: all of one is out, all of the other in. */
  coarse: boolean;
  /** The last line has no newline at its end, before or after. */
  noNewline: { before: boolean; after: boolean };
}

/** Edits that are looked for at most: the time grows with their square. */
const maxEdits = 1_500;

/** The difference of two texts by lines. Nothing is ignored: not the case, not the space at an end. */
export function textDiff(before: string, after: string): TextDiff {
  const found = diffLines(before, after, { maxEditLength: maxEdits, stripTrailingCr: false });
  const changes = found ?? [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ];
  const lines: DiffLine[] = [];
  let [old, now] = [0, 0];
  for (const { value, added, removed } of changes) {
    for (const text of linesOf(value)) {
      if (removed) lines.push({ kind: "removed", text, before: ++old, after: null });
      else if (added) lines.push({ kind: "added", text, before: null, after: ++now });
      else lines.push({ kind: "same", text, before: ++old, after: ++now });
    }
  }
  return {
    lines,
    added: now - lines.filter(({ kind }) => kind === "same").length,
    removed: old - lines.filter(({ kind }) => kind === "same").length,
    coarse: found === undefined,
    noNewline: {
      before: !before.endsWith("\n") && before !== "",
      after: !after.endsWith("\n") && after !== "",
    },
  };
}

/** Lines of a text, without their ends. */
function linesOf(text: string): string[] {
  if (text === "") return [];
  return (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
}

/** A stretch of lines that are shown, or a number of same ones that are not. */
export type DiffBlock = { kind: "lines"; lines: DiffLine[] } | { kind: "skipped"; count: number; at: number };

/** Changes with `around` same lines on either side; what lies between is counted. */
export function foldSame(lines: readonly DiffLine[], around: number): DiffBlock[] {
  const near = new Uint8Array(lines.length);
  lines.forEach((line, i) => {
    if (line.kind !== "same") near.fill(1, Math.max(0, i - around), Math.min(lines.length, i + around + 1));
  });
  const blocks: DiffBlock[] = [];
  lines.forEach((line, i) => {
    const last = blocks.at(-1);
    if (near[i] === 1) {
      if (last?.kind === "lines") last.lines.push(line);
      else blocks.push({ kind: "lines", lines: [line] });
    } else if (last?.kind === "skipped") last.count += 1;
    else blocks.push({ kind: "skipped", count: 1, at: i });
  });
  return blocks;
}

/** A row of two columns: what stood there, and what stands there now. */
interface SideRow {
  before: DiffLine | null;
  after: DiffLine | null;
}

/** Lines side by side: what was taken out stands beside what came in for it. */
export function sideBySide(lines: readonly DiffLine[]): SideRow[] {
  const rows: SideRow[] = [];
  let [removed, added]: [DiffLine[], DiffLine[]] = [[], []];
  const settle = () => {
    for (let i = 0; i < Math.max(removed.length, added.length); i += 1) {
      rows.push({ before: removed[i] ?? null, after: added[i] ?? null });
    }
    [removed, added] = [[], []];
  };
  for (const line of lines) {
    if (line.kind === "removed") removed.push(line);
    else if (line.kind === "added") added.push(line);
    else {
      settle();
      rows.push({ before: line, after: line });
    }
  }
  settle();
  return rows;
}
