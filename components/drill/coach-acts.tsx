"use client";

import { ArrowRight, Check, Eye, TriangleAlert, Zap } from "lucide-react";
import Link from "next/link";
import { useEffect, useRef } from "react";
import { cn } from "#components/ui/cn.ts";
import { SafeText } from "#components/ui/safe-text.tsx";
import { TimeAgo } from "#components/ui/time-ago.tsx";
import type { DrillRow } from "#lib/contract/drills.ts";
import type { CoachLine } from "#lib/domain/drill/drill.ts";
import { placeOf } from "./drill-state.ts";

type Act = DrillRow["acts"][number];

/** The acts from the first to the last, each with its lines; the one where the story is stands open. */
export function CoachActs({ acts, lines }: { acts: readonly Act[]; lines: readonly CoachLine[] }) {
  const place = placeOf(acts);
  const byAct = Map.groupBy(lines, (line) => line.act);
  return (
    <ol aria-label="Acts" className="flex flex-col">
      {acts.map((act, index) => (
        <ActItem
          key={act.id}
          act={act}
          number={index + 1}
          here={act.id === place?.id}
          lines={byAct.get(act.id) ?? []}
        />
      ))}
    </ol>
  );
}

const stateWords: Record<Act["state"], string> = { pending: "to come", on: "now", over: "over" };

function ActItem(props: { act: Act; number: number; here: boolean; lines: readonly CoachLine[] }) {
  const { act, number, here, lines } = props;
  const item = useRef<HTMLLIElement>(null);
  const newest = lines.length;
  useEffect(() => {
    // Only the panel scrolls: the page stays where its reader left it.
    if (!here || newest < 0) return;
    const list = item.current;
    const panel = list?.closest("section");
    if (list == null || panel == null) return;
    const overPx = list.getBoundingClientRect().bottom - panel.getBoundingClientRect().bottom;
    if (overPx > 0) panel.scrollTop += Math.min(overPx + 12, list.offsetTop - panel.offsetTop);
  }, [here, newest]);
  const head = (
    <>
      <span
        aria-hidden
        className={cn(
          "flex size-5 shrink-0 items-center justify-center rounded-full text-2xs tabular-nums",
          act.state === "on" && "bg-accent font-semibold text-on-accent",
          act.state === "over" && "text-secondary",
          act.state === "pending" && "border border-soft text-tertiary",
        )}
      >
        {act.state === "over" ? <Check size={13} /> : number}
      </span>
      <SafeText
        text={act.title}
        maxLength={100}
        className={cn("min-w-0 flex-1", act.state === "pending" ? "text-tertiary" : "text-primary")}
      />
      <span className="sr-only">{stateWords[act.state]}</span>
      {act.startedAt !== null && (
        <TimeAgo atMs={act.startedAt} show="relative" className="text-2xs text-tertiary tabular-nums" />
      )}
    </>
  );
  const headClass = "flex min-h-7 items-center gap-2 rounded-sm text-sm";
  return (
    <li
      ref={item}
      data-act={act.id}
      data-act-state={act.state}
      aria-current={here ? "step" : undefined}
      className={cn(here && "font-medium")}
    >
      {lines.length === 0 ? (
        <div className={headClass}>{head}</div>
      ) : (
        <details key={String(here)} open={here}>
          <summary className={cn(headClass, "list-none pointer-coarse:min-h-11 hover:bg-hover")}>
            {head}
          </summary>
          <ul className="mt-0.5 mb-3 flex flex-col gap-2 pl-7 font-normal">
            {lines.map((line, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
              <Line key={index} line={line} />
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}

const marks = {
  happened: { icon: Zap, word: "Happened", look: "text-tertiary" },
  look: { icon: Eye, word: "Look", look: "text-secondary" },
  done: { icon: Check, word: "Done", look: "text-live-text" },
  trap: { icon: TriangleAlert, word: "Trap", look: "text-suspect-text" },
} as const;

function Line({ line: { kind, text, look } }: { line: CoachLine }) {
  const { icon: Icon, word, look: tone } = marks[kind];
  return (
    <li data-coach={kind} className="flex gap-2 text-sm">
      <Icon aria-hidden size={14} className={cn("mt-[3px] shrink-0", tone)} />
      <span className={cn("min-w-0 flex-1", kind === "happened" ? "text-secondary" : "text-primary")}>
        <span className="sr-only">{word}: </span>
        <SafeText text={text} maxLength={500} />
        {look?.startsWith("/") === true && !look.startsWith("//") && (
          <Link
            href={look}
            prefetch={false}
            className="ml-1.5 inline-flex min-h-6 items-center gap-0.5 whitespace-nowrap underline underline-offset-2"
          >
            Look
            <ArrowRight aria-hidden size={12} />
            <span className="sr-only">: {text}</span>
          </Link>
        )}
      </span>
    </li>
  );
}
