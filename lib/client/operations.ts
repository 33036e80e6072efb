import { queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type * as contract from "#lib/contract/operations.ts";
import type { OperationDetail, OperationList } from "#lib/contract/operations.ts";
import type { UnitRow } from "#lib/contract/orders.ts";
import type { SourceName } from "#lib/domain/states.ts";
import { type Api, browserApi } from "./http.ts";
import { apiPaths } from "./paths.ts";
import { retry } from "./queries.ts";
import { type Filter, queryKeys } from "./query-keys.ts";

/** What a person asks for, with what may be left out left out. */
export type SpecInput = z.input<typeof contract.operationSpec>;
export type OperationPlanned = z.infer<typeof contract.operationPlanned>;
export type Confirmation = z.input<typeof contract.confirmOperation>;
export type Acknowledgement = z.input<typeof contract.acknowledgeOperation>;
/** Verbs that take nothing but a reason. */
export type ReasonVerb = "abort" | "ask" | "promote" | "rollback";

const operationEveryMs = 5_000;
const openEveryMs = 10_000;
const unitsEveryMs = 5_000;

/** One operation, whole, as the one who asks may see and move it. */
export function operationQuery(id: string, api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.operation(id),
    queryFn: ({ signal }) => api.get<OperationDetail>(apiPaths.operation(id), { signal }),
    refetchInterval: operationEveryMs,
    retry,
  });
}

/** Those that have not ended, newest first. */
export function openOperationsQuery(api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.openOperations,
    queryFn: ({ signal }) => api.get<OperationList>(apiPaths.operations, { query: { open: "true" }, signal }),
    refetchInterval: openEveryMs,
    retry,
  });
}

/** Those that concern one lock, newest first. */
export function lockOperationsQuery(lockId: string, api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.lockOperations(lockId),
    queryFn: ({ signal }) =>
      api.get<OperationList>(apiPaths.operations, { query: { lockId, limit: 20 }, signal }),
    refetchInterval: openEveryMs,
    retry,
  });
}

/** What can be drained; filter by `node`, `service` or `group`. */
export function unitsQuery(filter: Filter, api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.units(filter),
    queryFn: ({ signal }) =>
      api.get<{ items: UnitRow[]; total: number }>(apiPaths.units, { query: { ...filter }, signal }),
    refetchInterval: unitsEveryMs,
    retry,
  });
}

/** What a clear of this lock would meet, without a choice made yet: for who could take it next. Nothing is stored. */
export function clearPlanQuery(source: SourceName, key: string, api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.clearPlan(`${source}/${key}`),
    queryFn: () => operationCalls(api).plan({ kind: "clear", source, key }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
}

/**
 * The verbs of the machine, for a screen and for a shell. Nothing is confirmed or acknowledged without the snapshot
 * that was on the screen: a fact that changed since is a problem `changed-facts`.
 */
export function operationCalls(api: Api = browserApi) {
  const post = <T>(path: string, body: unknown, headers: Record<string, string> = {}) =>
    api.send<T>("POST", path, body, { headers });
  const bound = (snapshot: string, key: string) => ({ "if-match": `"${snapshot}"`, "idempotency-key": key });
  return {
    /** What would happen; nothing is stored. */
    plan: (spec: SpecInput) => post<OperationPlanned>(apiPaths.operations, { spec, dryRun: true }),
    /** Stores the plan. `key`, here and below: the same request sent again has one effect. */
    create: (spec: SpecInput, reason: string, key: string) =>
      post<OperationPlanned>(apiPaths.operations, { spec, reason }, { "idempotency-key": key }),
    confirm: (id: string, snapshot: string, body: Confirmation, key: string) =>
      post<OperationDetail>(`${apiPaths.operation(id)}/confirm`, body, bound(snapshot, key)),
    acknowledge: (id: string, snapshot: string, body: Acknowledgement, key: string) =>
      post<OperationDetail>(`${apiPaths.operation(id)}/acknowledge`, body, bound(snapshot, key)),
    act: (id: string, verb: ReasonVerb, reason: string, key: string) =>
      post<OperationDetail>(`${apiPaths.operation(id)}/${verb}`, { reason }, { "idempotency-key": key }),
  };
}

/** A key that no other request has; `crypto.randomUUID` is only there on a secure origin. */
export function newRequestKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
