"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { DrillSection } from "#components/drill/drill-section.tsx";
import { CopyId } from "#components/ui/copy-id.tsx";
import { KeyValues } from "#components/ui/key-values.tsx";
import { Section } from "#components/ui/page-header.tsx";
import { SafeText } from "#components/ui/safe-text.tsx";
import { Countdown } from "#components/ui/time-ago.tsx";
import { statusQuery } from "#lib/client/queries.ts";
import type { Status } from "#lib/contract/lists.ts";
import { grouped } from "#lib/domain/words.ts";
import { QueryState } from "./query-state.tsx";
import { useOrigin } from "./use-origin.ts";

const engines: Record<string, string> = {
  sqlite: "SQLite, embedded in the server's data folder",
  postgres: "PostgreSQL",
};

/** What is running here. */
export function AboutTab() {
  const status = useQuery(statusQuery());
  return (
    <div className="flex flex-col gap-6">
      <Section title="This server">
        <QueryState query={status} what="server's state">
          {(data) => <Facts status={data} />}
        </QueryState>
      </Section>
      <DrillSection />
    </div>
  );
}

function Facts({ status }: { status: Status }) {
  const origin = useOrigin();
  const { version, engine, instance, revision, readOnly, graceUntil } = status;
  return (
    <KeyValues
      items={[
        { label: "Version", value: <span className="font-mono text-xs">{version}</span> },
        { label: "Address", value: <span className="font-mono text-xs">{origin}</span> },
        { label: "Store", value: engines[engine] ?? engine },
        {
          label: "Writing",
          value:
            readOnly === null ? (
              "works"
            ) : (
              <SafeText text={`not now: ${readOnly}`} className="text-hot-text" />
            ),
        },
        { label: "Revision", value: grouped(revision) },
        { label: "Instance", value: <CopyId id={instance} label="the instance" className="text-xs" /> },
        {
          label: "Grace after the start",
          value:
            graceUntil === null ? "over" : <Countdown untilMs={graceUntil} before="ends in" atZero="over" />,
        },
        {
          label: "Design",
          value: (
            <Link className="underline underline-offset-2" href="/design">
              Tokens, states and parts of this console
            </Link>
          ),
        },
        {
          label: "Contract",
          value: (
            <a className="underline underline-offset-2" href="/api/v1/openapi.json">
              OpenAPI 3.1
            </a>
          ),
        },
      ]}
    />
  );
}
