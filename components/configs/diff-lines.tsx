"use client";

import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { type DiffBlock, type DiffLine, sideBySide } from "#lib/client/text-diff.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { grouped } from "#lib/domain/words.ts";

/** Lines on the screen at first: a browser takes no pleasure in a hundred thousand of them. */
const firstShown = 2_000;
const lineMaxChars = 2_000;

/** The lines of a comparison. A sign stands before what came and went, so that colour is not alone. */
export function DiffLines({ blocks, view }: { blocks: readonly DiffBlock[]; view: "inline" | "side" }) {
  const [all, setAll] = useState(false);
  const { shown, rest } = all ? { shown: blocks, rest: 0 } : firstOf(blocks);
  return (
    <section
      aria-label="Differences"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable regions need focus (WCAG 2.1.1)
      tabIndex={0}
      className="overflow-x-auto rounded-sm bg-sunken py-1 font-mono text-xs"
    >
      {shown.map((block) =>
        block.kind === "skipped" ? (
          <p key={`skipped-${block.at}`} className="px-3 py-1 text-tertiary">
            {grouped(block.count)} same {block.count === 1 ? "line" : "lines"}
          </p>
        ) : view === "side" ? (
          <Side key={keyOf(block)} lines={block.lines} />
        ) : (
          block.lines.map((line) => <Inline key={`${line.before}-${line.after}`} line={line} />)
        ),
      )}
      {rest > 0 && (
        <Button size="sm" className="m-3" onClick={() => setAll(true)}>
          Show {grouped(rest)} more lines
        </Button>
      )}
    </section>
  );
}

function firstOf(blocks: readonly DiffBlock[]): { shown: DiffBlock[]; rest: number } {
  let room = firstShown;
  let rest = 0;
  const shown: DiffBlock[] = [];
  for (const block of blocks) {
    if (block.kind === "skipped") {
      if (room > 0) shown.push(block);
      continue;
    }
    const lines = block.lines.slice(0, room);
    if (lines.length > 0) shown.push({ kind: "lines", lines });
    room -= lines.length;
    rest += block.lines.length - lines.length;
  }
  return { shown, rest };
}

function keyOf(block: DiffBlock & { kind: "lines" }): string {
  const [line] = block.lines;
  return `${line?.before}-${line?.after}`;
}

const tones = {
  same: "",
  added: "bg-live-soft text-primary",
  removed: "bg-hot-soft text-primary",
} as const;
const signs = { same: " ", added: "+", removed: "−" } as const;

function Inline({ line }: { line: DiffLine }) {
  return (
    <div className={cn("flex min-w-max whitespace-pre", tones[line.kind])}>
      <Numbers values={[line.before, line.after]} />
      <Text line={line} />
    </div>
  );
}

function Side({ lines }: { lines: readonly DiffLine[] }) {
  return (
    <div className="grid min-w-2xl grid-cols-2">
      {sideBySide(lines).map(({ before, after }) => (
        <div key={`${before?.before}-${after?.after}`} className="contents">
          <Half line={before} number={before?.before ?? null} />
          <Half line={after} number={after?.after ?? null} />
        </div>
      ))}
    </div>
  );
}

function Half({ line, number }: { line: DiffLine | null; number: number | null }) {
  return (
    <div
      className={cn(
        "flex min-w-0 overflow-hidden border-l border-line whitespace-pre-wrap",
        line !== null && tones[line.kind],
      )}
    >
      <Numbers values={[number]} />
      {line !== null && <Text line={line} wrap />}
    </div>
  );
}

function Numbers({ values }: { values: readonly (number | null)[] }) {
  return (
    <span aria-hidden className="flex shrink-0 gap-2 px-2 text-tertiary select-none">
      {values.map((value, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the first column and the second one
        <span key={i} className="w-9 text-right tabular-nums">
          {value ?? ""}
        </span>
      ))}
    </span>
  );
}

function Text({ line, wrap = false }: { line: DiffLine; wrap?: boolean }) {
  return (
    <bdi className={cn("min-w-0 pr-3", wrap && "break-all")}>
      {line.kind !== "same" && <span className="sr-only">{line.kind}: </span>}
      <span aria-hidden>{signs[line.kind]} </span>
      {shownText(line.text)}
    </bdi>
  );
}

/** Tabs stay tabs; everything else that shows nothing, or steers direction, becomes visible. */
function shownText(text: string): string {
  return text
    .slice(0, lineMaxChars * 4)
    .split("\t")
    .map((part) => safeText(part, lineMaxChars))
    .join("\t");
}
