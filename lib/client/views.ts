import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import type { ChangeView, CreateView, SavedView, SavedViewList } from "#lib/contract/views.ts";
import type { ViewList } from "#lib/domain/views/saved-view.ts";
import { type Api, browserApi } from "./http.ts";
import { apiPaths } from "./paths.ts";
import { retry } from "./queries.ts";
import { queryKeys } from "./query-keys.ts";

/** One's own views; of one list, or of all. */
export function viewsQuery(list: ViewList | undefined, api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.views(list ?? ""),
    queryFn: ({ signal }) => api.get<SavedViewList>(apiPaths.views, { query: { list }, signal }),
    retry,
  });
}

/** One view, also somebody else's. Rejects with `gone` when it was removed, `not-found` when there never was one. */
export function viewQuery(id: string, api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.view(id),
    queryFn: ({ signal }) => api.get<SavedView>(apiPaths.view(id), { signal }),
    retry,
  });
}

/** `key`: the same request sent again makes no second view. */
export const createViewMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ key, ...view }: CreateView & { key: string }) =>
      browserApi.send<SavedView>("POST", apiPaths.views, view, { headers: { "idempotency-key": key } }),
    onSettled: () => forget(client),
  });

export const changeViewMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, ...change }: ChangeView & { id: string }) =>
      browserApi.send<SavedView>("PATCH", apiPaths.view(id), change),
    onSettled: () => forget(client),
  });

export const removeViewMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => browserApi.send<null>("DELETE", apiPaths.view(id)),
    onSettled: () => forget(client),
  });

async function forget(client: QueryClient): Promise<void> {
  await client.invalidateQueries({ queryKey: ["views"] });
  await client.invalidateQueries({ queryKey: ["view"] });
}
