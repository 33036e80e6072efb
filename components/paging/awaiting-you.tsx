"use client";

import { useQuery } from "@tanstack/react-query";
import { BellRing } from "lucide-react";
import Link from "next/link";
import { useCan, useVisitor } from "#components/shell/visitor.tsx";
import { openOperationsQuery } from "#lib/client/operations.ts";
import { operationHref } from "#lib/client/paths.ts";

/**
 * At the edge of every screen, for approvers: how many hold points wait for an acknowledgement that this visitor may
 * give. It leads there; nothing is acknowledged from here.
 */
export function AwaitingYou() {
  const me = useVisitor();
  const may = useCan("operation.acknowledge").allowed && me.kind === "user";
  const { data } = useQuery({ ...openOperationsQuery(), enabled: may });
  if (!may) return null;
  const mine = (data?.items ?? []).filter(({ awaitsAck, createdBy }) => awaitsAck && createdBy.id !== me.id);
  const [only] = mine;
  if (only === undefined) return null;
  return (
    <Link
      href={mine.length === 1 ? operationHref(only.id) : "/operations?state=waiting"}
      title={mine.length === 1 ? only.title : undefined}
      className="flex h-7 items-center gap-1.5 rounded-sm bg-suspect-soft px-2 text-xs font-medium whitespace-nowrap text-suspect-text tabular-nums hover:bg-hover"
    >
      <BellRing aria-hidden size={14} />
      <span className="max-lg:sr-only">Awaits you: </span>
      {mine.length}
    </Link>
  );
}
