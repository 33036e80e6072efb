import { accountsQuery, mySessionsQuery, tokensQuery } from "#lib/client/accounts.ts";
import type { Api } from "#lib/client/http.ts";
import { pagesQuery, pageTargetsQuery } from "#lib/client/paging.ts";
import { policiesQuery } from "#lib/client/policies.ts";
import { nodesQuery, statusQuery } from "#lib/client/queries.ts";
import type { SettingsTab } from "./settings-search.ts";

/** What a tab needs first, so that its page comes with it. */
export function settingsQueries(tab: SettingsTab, api?: Api) {
  switch (tab) {
    case "profile":
      return [mySessionsQuery(api)];
    case "accounts":
      return [accountsQuery(api)];
    case "tokens":
    case "displays":
      return [tokensQuery(api)];
    case "agents":
      return [nodesQuery({}, api)];
    case "paging":
      return [pageTargetsQuery(api), pagesQuery(api)];
    case "policies":
      return [policiesQuery(api)];
    case "about":
      return [statusQuery(api)];
  }
}
