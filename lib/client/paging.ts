import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type * as contract from "#lib/contract/paging.ts";
import type { Page, PageList, PageTarget, PageTargetList, TestedPage } from "#lib/contract/paging.ts";
import { type Api, browserApi } from "./http.ts";
import { apiPaths } from "./paths.ts";
import { queryKeys } from "./query-keys.ts";

const pagesEveryMs = 5_000;
const shownPages = 50;
const one = (id: string) => `${apiPaths.pageTargets}/${encodeURIComponent(id)}`;

/** The newest pages with their deliveries. */
export function pagesQuery(api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.pages,
    queryFn: ({ signal }) =>
      api.get<PageList>(apiPaths.pages, { query: { state: "all", limit: shownPages }, signal }),
    refetchInterval: pagesEveryMs,
  });
}

/** One page with its deliveries; read again until each of them has ended. */
export function pageQuery(id: string, api: Api = browserApi) {
  return queryOptions({
    queryKey: [...queryKeys.pages, id],
    queryFn: ({ signal }) => api.get<Page>(`${apiPaths.pages}/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.deliveries.some((delivery) => delivery.state === "waiting") === true ? pagesEveryMs : false,
  });
}

/** Receivers of pages; `forbidden` for who is no admin. */
export function pageTargetsQuery(api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.pageTargets,
    queryFn: ({ signal }) => api.get<PageTargetList>(apiPaths.pageTargets, { signal }),
  });
}

const again = (client: QueryClient) => () => client.invalidateQueries({ queryKey: queryKeys.pageTargets });

export const createPageTargetMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (input: z.input<typeof contract.createPageTarget>) =>
      browserApi.send<PageTarget>("POST", apiPaths.pageTargets, input),
    onSettled: again(client),
  });

export const changePageTargetMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, ...changes }: z.input<typeof contract.changePageTarget> & { id: string }) =>
      browserApi.send<PageTarget>("PATCH", one(id), changes),
    onSettled: again(client),
  });

export const removePageTargetMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => browserApi.send<null>("DELETE", one(id)),
    onSettled: again(client),
  });

/** Sends one page now; what came of it is in the answer. */
export const testPageTargetMutation = () =>
  mutationOptions({
    mutationFn: (id: string) => browserApi.send<TestedPage>("POST", `${one(id)}/test`, {}),
  });
