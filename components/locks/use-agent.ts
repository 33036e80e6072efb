"use client";

import { skipToken, useQuery } from "@tanstack/react-query";
import { nodeDetailQuery } from "#lib/client/queries.ts";
import type { NodeDetail } from "#lib/contract/lists.ts";

/** The node whose agent would have to do it; null for a lock without a node, and until it is known. */
export function useAgent(node: string | null): NodeDetail | null {
  const query = nodeDetailQuery(node ?? "");
  const { data } = useQuery({ ...query, queryFn: node === null ? skipToken : query.queryFn });
  return data ?? null;
}
