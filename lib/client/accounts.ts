import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import type { z } from "zod";
import type * as contract from "#lib/contract/accounts.ts";
import { type Api, browserApi } from "./http.ts";
import { queryKeys } from "./query-keys.ts";

type AccountList = z.infer<typeof contract.accountList>;
type TokenList = z.infer<typeof contract.tokenList>;
type SessionList = z.infer<typeof contract.userSessionList>;
type CreateAccount = z.input<typeof contract.createAccount>;
type ChangeAccount = z.input<typeof contract.changeAccount> & { id: string };
type CreateToken = z.input<typeof contract.createToken>;
type ChangePassword = z.input<typeof contract.changePassword>;
type TokenCreated = z.infer<typeof contract.tokenCreated>;

const one = (kind: string, id: string) => `/api/v1/${kind}/${encodeURIComponent(id)}`;

/** All accounts; `forbidden` for who is no admin. */
export function accountsQuery(api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.accounts,
    queryFn: ({ signal }) => api.get<AccountList>("/api/v1/accounts", { signal }),
  });
}

/** All tokens that were not revoked; `forbidden` for who is no admin. */
export function tokensQuery(api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.tokens,
    queryFn: ({ signal }) => api.get<TokenList>("/api/v1/tokens", { signal }),
  });
}

/** The visitor's own sessions. */
export function mySessionsQuery(api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.mySessions,
    queryFn: ({ signal }) => api.get<SessionList>("/api/v1/me/sessions", { signal }),
  });
}

/** Signs in; the session cookie is set by the answer. */
export const signInMutation = () =>
  mutationOptions({
    mutationFn: (input: z.input<typeof contract.signIn>) =>
      browserApi.send<null>("POST", "/api/v1/sign-in", input),
  });

/** Uses the one-time link up; the session cookie is set by the answer. */
export const onceMutation = () =>
  mutationOptions({
    mutationFn: (input: z.input<typeof contract.onceUse>) =>
      browserApi.send<null>("POST", "/api/v1/sign-in/once", input),
  });

export const changePasswordMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (input: ChangePassword) => browserApi.send<null>("POST", "/api/v1/me/password", input),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.mySessions }),
  });

export const endSessionMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => browserApi.send<null>("DELETE", one("me/sessions", id)),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.mySessions }),
  });

export const createAccountMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (input: CreateAccount) =>
      browserApi.send<contract.Account>("POST", "/api/v1/accounts", input),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.accounts }),
  });

export const changeAccountMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ id, ...changes }: ChangeAccount) =>
      browserApi.send<contract.Account>("PATCH", one("accounts", id), changes),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.accounts }),
  });

export const removeAccountMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => browserApi.send<null>("DELETE", one("accounts", id)),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.accounts }),
  });

export const createTokenMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (input: CreateToken) => browserApi.send<TokenCreated>("POST", "/api/v1/tokens", input),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.tokens }),
  });

export const revokeTokenMutation = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (id: string) => browserApi.send<null>("DELETE", one("tokens", id)),
    onSettled: () => client.invalidateQueries({ queryKey: queryKeys.tokens }),
  });
