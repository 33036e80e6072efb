"use client";

import { useDataAge, useLiveStore } from "#components/live/live-provider.tsx";
import { feedLevel } from "#components/shell/feed.ts";
import { MenuItem, MenuLabel, MenuLine } from "#components/ui/menu.tsx";
import { useServerClock } from "#components/ui/server-clock.tsx";
import { viewQueryOf } from "#lib/domain/views/saved-view.ts";
import { grouped } from "#lib/domain/words.ts";
import type { ExportSource } from "./export-source.ts";
import type { ExportForm } from "./write-export.ts";

const forms: readonly { form: ExportForm; label: string }[] = [
  { form: "csv", label: "CSV, columns as shown" },
  { form: "json", label: "JSON, columns as shown" },
  { form: "all", label: "JSON, all fields" },
];

/** Takes along exactly the rows that the filter shows, in the order shown, all of them. */
export function ExportMenu({ source }: { source: () => ExportSource }) {
  const store = useLiveStore();
  const clock = useServerClock();
  const ageMs = useDataAge();
  const { rows, complete } = source();
  const level = feedLevel(ageMs);
  const write = async (form: ExportForm) => {
    const { list, ...rest } = source();
    const facts = {
      list,
      at: Math.floor(clock.nowMs()),
      revision: store.revision() || null,
      feed: level,
      ageMs,
      query: viewQueryOf(list, new URLSearchParams(window.location.search)),
      complete: rest.complete,
    };
    const { toast } = await import("sonner");
    try {
      const { writeExport } = await import("./write-export.ts");
      await writeExport({ list, ...rest } as ExportSource, facts, form);
      toast.success(`${grouped(rest.rows.length)} rows exported`);
    } catch (error) {
      toast.error("The export failed", { description: error instanceof Error ? error.message : "" });
    }
  };
  const count = grouped(rows.length);
  return (
    <div className="w-64">
      <MenuLabel>
        {rows.length === 1 ? "1 row" : `${count} rows`}, as filtered and ordered
        {!complete && "; the list is still being read, and the file will say that rows are missing"}
        {level === "stale" && "; the data is stale, and the file will say so"}
      </MenuLabel>
      <MenuLine />
      {forms.map(({ form, label }) => (
        <MenuItem key={form} onSelect={() => void write(form)}>
          {label}
        </MenuItem>
      ))}
    </div>
  );
}
