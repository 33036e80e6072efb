"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { OperationLines } from "#components/operations/operation-lines.tsx";
import { Section } from "#components/ui/page-header.tsx";
import { openOperationsQuery } from "#lib/client/operations.ts";
import { grouped } from "#lib/domain/words.ts";

const shownMax = 8;

/** What was confirmed and has not ended: who is awaited, and what runs. Nothing when there is none. */
export function OpenOperations() {
  const { data } = useQuery(openOperationsQuery());
  const rows = (data?.items ?? []).filter(({ state }) => state !== "planned");
  if (rows.length === 0) return null;
  return (
    <Section
      title="Operations under way"
      actions={
        <Link
          href="/operations?open=true"
          className="inline-flex min-h-6 items-center text-xs text-secondary underline underline-offset-2"
        >
          {rows.length > shownMax ? `All ${grouped(rows.length)}` : "All operations"}
        </Link>
      }
    >
      <OperationLines operations={rows.slice(0, shownMax)} />
    </Section>
  );
}
