import { exitCodes } from "#lib/cli/exit-codes.ts";
import { Failure, usage } from "#lib/cli/failure.ts";
import type { Api } from "#lib/client/http.ts";
import { apiPaths } from "#lib/client/paths.ts";
import type { SavedView, SavedViewList } from "#lib/contract/views.ts";
import { type ViewList, viewIdIn, viewNameKey } from "#lib/domain/views/saved-view.ts";

/**
 * The view that somebody means: one of their own by its name, anybody's by its id or link. Throws a failure that is not
 * found when there is none, and of usage when it is of another list.
 */
export async function findView(api: Api, list: ViewList, meant: string): Promise<SavedView> {
  const id = viewIdIn(meant);
  if (id !== null) {
    const view = await api.get<SavedView>(apiPaths.view(id));
    if (view.list === list) return view;
    throw usage(`that view is of the list ${view.list}, not of ${list}`);
  }
  const { items } = await api.get<SavedViewList>(apiPaths.views, { query: { list } });
  const view = items.find(({ name }) => viewNameKey(name) === viewNameKey(meant));
  if (view !== undefined) return view;
  throw new Failure(
    exitCodes.notFound,
    `you have no view of ${list} by that name; locksmith views ls shows yours, and a link or id opens those of others`,
  );
}
