"use client";

import { useState } from "react";
import { Scroll } from "#components/settings/scroll.tsx";
import { CodeLine } from "#components/ui/code-line.tsx";
import { DrillTag } from "#components/ui/drill-tag.tsx";
import { Duration } from "#components/ui/duration.tsx";
import { KeyValues } from "#components/ui/key-values.tsx";
import { MonoId } from "#components/ui/mono-id.tsx";
import { Quantity } from "#components/ui/quantity.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import type { StateName } from "#components/ui/state.ts";
import { StateBadge } from "#components/ui/state-badge.tsx";
import {
  ariaSort,
  Cell,
  HeadCell,
  Row,
  SortButton,
  type SortDirection,
  Table,
} from "#components/ui/table.tsx";
import { Countdown, Since, TimeAgo } from "#components/ui/time-ago.tsx";
import { Part } from "./example.tsx";
import { hostile } from "./hostile.ts";
import { stillMs } from "./still-clock.tsx";

const minuteMs = 60_000;
const rows: readonly { state: StateName; name: string; heldMs: number | null; waiters: number }[] = [
  { state: "hot", name: "aim_lock_config.conf", heldMs: 30 * minuteMs + 7_000, waiters: 1_204 },
  { state: "held", name: "aim_lock_config.conf.bak", heldMs: 12_000, waiters: 0 },
  { state: "held", name: "drill:aim_lock_config.conf", heldMs: 4 * 86_400_000, waiters: 3 },
  { state: "held", name: hostile.long, heldMs: 61 * minuteMs, waiters: 0 },
  { state: "quarantined", name: hostile.turning, heldMs: null, waiters: 12 },
  { state: "held", name: hostile.control, heldMs: 240, waiters: 0 },
  { state: "held", name: hostile.markup, heldMs: 90_000, waiters: 0 },
  { state: "free", name: hostile.wide, heldMs: null, waiters: 0 },
];

/** Tables, facts, times and names, with what a host could call them at its worst. */
export function DataPart() {
  return (
    <Part
      id="data"
      title="Tables, facts, times"
      note="A number has its unit; what is not known is a dash, never a zero. A name that is too long gives way in its middle, because
        names differ at their end, and a copy has all of it. What a host made up is shown with its escapes."
    >
      <div className="grid grid-cols-1 gap-x-10 gap-y-6 xl:grid-cols-2">
        <Rows />
        <Facts />
      </div>
    </Part>
  );
}

function Rows() {
  const [sort, setSort] = useState<SortDirection>("desc");
  return (
    // A region that scrolls must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable regions need focus (WCAG 2.1.1)
    <section className="min-w-0 overflow-x-auto" aria-label="An example of a table" tabIndex={0}>
      <Scroll label="The table">
        <Table className="table-fixed min-w-140">
          <thead>
            <tr>
              <HeadCell className="w-30">State</HeadCell>
              <HeadCell>Resource</HeadCell>
              <HeadCell numeric className="w-28" aria-sort={ariaSort(sort)}>
                <SortButton numeric direction={sort} onSort={() => setSort(sort === "asc" ? "desc" : "asc")}>
                  Held for
                </SortButton>
              </HeadCell>
              <HeadCell numeric className="w-22">
                Waiters
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ state, name, heldMs, waiters }, index) => (
              <Row key={name} aria-selected={index === 1}>
                <Cell>
                  <StateBadge state={state} />
                </Cell>
                <Cell className="max-w-0">
                  <MonoId id={name} keepEnd={14} />
                </Cell>
                <Cell numeric>
                  <Duration durationMs={heldMs} />
                </Cell>
                <Cell numeric>
                  <Quantity value={waiters} className={waiters === 0 ? "text-tertiary" : "text-primary"} />
                </Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      </Scroll>
    </section>
  );
}

function Facts() {
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <KeyValues
        items={[
          { label: "A moment", value: <TimeAgo atMs={stillMs - 30 * minuteMs} /> },
          { label: "A moment of another day", value: <TimeAgo atMs={stillMs - 40 * 3_600_000} /> },
          { label: "Never", value: <TimeAgo atMs={null} /> },
          { label: "Since", value: <Since atMs={stillMs - 187_000} /> },
          {
            label: "A countdown",
            value: (
              <Countdown untilMs={stillMs + 42_000} before="opens again" atZero="open: it may be taken" />
            ),
          },
          {
            label: "At zero",
            value: <Countdown untilMs={stillMs} before="opens again" atZero="open: it may be taken" />,
          },
          { label: "Of a drill", value: <SafeText text="drill:guardian on drill:node-7" /> },
          { label: "A label alone", value: <DrillTag /> },
          { label: "Nothing", value: <SafeText text="" /> },
          { label: "Turning text", value: <SafeText text={hostile.turning} /> },
          { label: "Without a break", value: <SafeText text={hostile.long} maxLength={400} mono /> },
        ]}
      />
      <CodeLine label="an example" code="npx locksmith run --lock nightly.conf -- sleep 60" />
      <CodeLine label="a long example" code={`npx locksmith show ${hostile.long}`} />
    </div>
  );
}
