import { accountsQuery, mySessionsQuery, tokensQuery } from "#lib/client/accounts.ts";
import type { Api } from "#lib/client/http.ts";
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
      return [tokensQuery(api)];
    case "agents":
      return [nodesQuery({}, api)];
    case "about":
      return [statusQuery(api)];
  }
}
