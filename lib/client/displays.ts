import { mutationOptions, queryOptions } from "@tanstack/react-query";
import type { DisplayStanding, Me, Token } from "#lib/contract/accounts.ts";
import { type Api, browserApi, UnreachableError } from "./http.ts";
import { queryKeys } from "./query-keys.ts";

const base = "/api/v1/displays";
const againMs = 3_000;

/** Exchanges the secret of a display's link for the cookie; answers who this browser is from now on. */
export const enterDisplayMutation = () =>
  mutationOptions({
    mutationFn: (secret: string) => browserApi.send<Me>("POST", `${base}/enter`, { secret }),
    // Nobody stands before the screen to try again when the server or the network comes back.
    retry: (_failures, error) => error instanceof UnreachableError,
    retryDelay: againMs,
  });

/** Makes this browser forget that it is a display. */
export const leaveDisplayMutation = () =>
  mutationOptions({ mutationFn: () => browserApi.send<null>("POST", `${base}/leave`) });

/** A screen's token, as it is listed. */
export type Display = Token;

/** What admins do to displays; each rejects as the server does. */
export function displayCalls(api: Api) {
  return {
    create: ({ name, expiresInMs }: { name: string; expiresInMs: number | null }) =>
      api.send<Display & { secret: string; link: string }>("POST", "/api/v1/tokens", {
        name,
        scope: "display",
        expiresInMs,
      }),
    list: async () => {
      const { items } = await api.get<{ items: Token[] }>("/api/v1/tokens");
      return items.filter(({ scope }) => scope === "display");
    },
    revoke: (id: string) => api.send<null>("DELETE", `/api/v1/tokens/${encodeURIComponent(id)}`),
  };
}

/** What became of the display that the visitor's browser is. */
export function readDisplayStanding(api: Api): Promise<DisplayStanding> {
  return api.get<DisplayStanding>(`${base}/mine`);
}

/** Who this browser is, asked by its own script; null: nobody. */
export function meQuery(api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.me,
    queryFn: async ({ signal }): Promise<Me | null> => {
      const standing = await api.get<DisplayStanding>(`${base}/mine`, { signal });
      return standing.state === "good" ? api.get<Me>("/api/v1/me", { signal }) : null;
    },
  });
}
