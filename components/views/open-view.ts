import { redirect } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { apiPaths } from "#lib/client/paths.ts";
import { serverApi } from "#lib/client/server-api.ts";
import { viewQuery } from "#lib/client/views.ts";
import type { SavedView, SavedViewList } from "#lib/contract/views.ts";
import { expandView, partsOfView, type ViewList, viewListPath } from "#lib/domain/views/saved-view.ts";

/**
 * What the page of a list does first, on the server: an address that names a saved view gets what the view says and the
 * address does not; a bare one gets the view that its visitor wants the list to open with. The answer is for `prefetch`.
 * A view that cannot be had leaves the address as it is, and the page says so.
 */
export async function openView(list: ViewList, searchParams: Promise<SearchParams>) {
  const address = pairsOf(await searchParams);
  const named = address.find(([name]) => name === "view")?.[1];
  if (named === undefined && partsOfView(list, address).size > 0) return [];
  const api = await serverApi();
  if (named === "all") return [];
  if (named !== undefined && named !== "") {
    const view = await api.get<SavedView>(apiPaths.view(named)).catch(() => null);
    if (view?.list === list) goTo(list, expandView(list, view.query, address));
    return [viewQuery(named, api)];
  }
  const views = await api.get<SavedViewList>(apiPaths.views, { query: { list } }).catch(() => null);
  const first = views?.items.find(({ isDefault }) => isDefault);
  if (first === undefined) return [];
  const opened: [string, string][] = [...address, ["view", first.id]];
  goTo(list, expandView(list, first.query, opened) ?? new URLSearchParams(opened).toString());
  return [];
}

function goTo(list: ViewList, query: string | null): void {
  if (query !== null) redirect(`${viewListPath(list)}?${query}`);
}

function pairsOf(params: SearchParams): [string, string][] {
  return Object.entries(params).flatMap(([name, value]) =>
    [value].flat().flatMap((one): [string, string][] => (one === undefined ? [] : [[name, one]])),
  );
}
