import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import type { PolicyList, PolicyRow, SetPolicy } from "#lib/contract/policies.ts";
import { type Api, browserApi } from "./http.ts";
import { apiPaths } from "./paths.ts";
import { queryKeys } from "./query-keys.ts";

const one = (id: string) => `${apiPaths.policies}/${encodeURIComponent(id)}`;

/** What each kind of operation needs. */
export function policiesQuery(api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.policies,
    queryFn: ({ signal }) => api.get<PolicyList>(apiPaths.policies, { signal }),
  });
}

export const setPolicyMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, ...policy }: SetPolicy & { id: string }) =>
      browserApi.send<PolicyRow>("PUT", one(id), policy),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.policies }),
  });

export const removePolicyMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => browserApi.send<null>("DELETE", one(id)),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.policies }),
  });
