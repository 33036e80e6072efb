"use client";

import { useQueries } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useNarrow } from "#components/locks/use-narrow.ts";
import { Banner } from "#components/ui/banner.tsx";
import { Button } from "#components/ui/button.tsx";
import { ErrorState } from "#components/ui/message-state.tsx";
import { Select } from "#components/ui/select.tsx";
import { SkeletonRows } from "#components/ui/skeleton.tsx";
import { configContentQuery } from "#lib/client/configs.ts";
import { foldSame, textDiff } from "#lib/client/text-diff.ts";
import type { ConfigDetail } from "#lib/contract/configs.ts";
import { safeText } from "#lib/domain/safe-text.ts";
import { grouped } from "#lib/domain/words.ts";
import { DiffLines } from "./diff-lines.tsx";

/** Two versions compared, in one column or in two; long same stretches are folded. */
export function DiffPanel(props: {
  config: ConfigDetail;
  from: number;
  to: number;
  view: "inline" | "side";
  onChange: (change: { from?: number; to?: number; view?: "inline" | "side" }) => void;
}) {
  const { config, from, to, view, onChange } = props;
  const options = config.versionList.map(({ version, reason }) => ({
    value: String(version),
    label: `${version}${version === config.promoted ? " (promoted)" : ""}: ${safeText(reason, 40)}`,
  }));
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <Select
          aria-label="Compare version"
          className="w-56 max-sm:w-full"
          value={String(from)}
          onValueChange={(value) => onChange({ from: Number(value) })}
          options={options}
        />
        <span className="text-tertiary">with</span>
        <Select
          aria-label="With version"
          className="w-56 max-sm:w-full"
          value={String(to)}
          onValueChange={(value) => onChange({ to: Number(value) })}
          options={options}
        />
        <Button
          size="sm"
          className="max-md:hidden"
          onClick={() => onChange({ view: view === "side" ? "inline" : "side" })}
        >
          {view === "side" ? "Show inline" : "Show side by side"}
        </Button>
      </div>
      <Compared name={config.name} from={from} to={to} view={view} />
    </div>
  );
}

function lineCount(lines: number): string {
  return `${grouped(lines)} ${lines === 1 ? "line" : "lines"}`;
}

function Compared({
  name,
  from,
  to,
  view,
}: {
  name: string;
  from: number;
  to: number;
  view: "inline" | "side";
}) {
  const [before, after] = useQueries({
    queries: [configContentQuery(name, from), configContentQuery(name, to)],
  });
  const [whole, setWhole] = useState(false);
  // Two columns have no room there, whatever the address says.
  const narrow = useNarrow();
  const diff = useMemo(
    () => (before.data === undefined || after.data === undefined ? null : textDiff(before.data, after.data)),
    [before.data, after.data],
  );
  const error = before.error ?? after.error;
  if (error !== null) {
    const again = () => void Promise.all([before.refetch(), after.refetch()]);
    return <ErrorState title="The versions could not be read" detail={error.message} onRetry={again} />;
  }
  if (diff === null) return <SkeletonRows rows={10} label="Reading both versions" />;
  if (diff.added + diff.removed === 0)
    return <p className="text-sm text-secondary">They are the same, to the last character.</p>;
  const blocks = foldSame(diff.lines, whole ? diff.lines.length : 3);
  return (
    <>
      <p className="text-sm text-secondary tabular-nums" role="status">
        {lineCount(diff.added)} added, {grouped(diff.removed)} removed.
        {diff.noNewline.before !== diff.noNewline.after && " The newline at the end differs."}
      </p>
      {diff.coarse && (
        <Banner
          tone="info"
          title="These are too different to be compared line by line: all of one is out, all of the other in."
        />
      )}
      <DiffLines blocks={blocks} view={narrow ? "inline" : view} />
      {blocks.some((block) => block.kind === "skipped") && (
        <Button size="sm" className="self-start" onClick={() => setWhole(true)}>
          Show all lines
        </Button>
      )}
    </>
  );
}
