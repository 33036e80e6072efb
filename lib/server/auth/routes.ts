import { z } from "zod";
import * as contract from "#lib/contract/accounts.ts";
import { problem } from "#lib/contract/common.ts";
import { defineRoute, type RouteSpec } from "#lib/server/http/route.ts";
import { cookieAnswer } from "./caller.ts";
import { onceState, useOnce } from "./once.ts";
import { signIn } from "./sign-in.ts";
import { signOut } from "./sign-out.ts";

/** Signing in and out; open to everybody, so each verb checks for itself. */
export const authRoutes: RouteSpec[] = [
  defineRoute({
    method: "post",
    path: "/api/v1/sign-in",
    summary: "Sign in by email and password; sets the session cookie",
    action: "public",
    body: contract.signIn,
    answers: { 204: null, 401: problem, 403: problem, 429: problem },
    handle: async (context, { body, request, address }) =>
      cookieAnswer(await signIn(context, body, { request, address })),
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/sign-out",
    summary: "End the session of the cookie",
    action: "public",
    answers: { 204: null },
    handle: async (context, { request, address }) =>
      cookieAnswer(await signOut(context, { request, address })),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/sign-in/once",
    summary: "What the one-time link would do; changes nothing",
    action: "public",
    query: z.object({ token: z.string().max(200) }),
    answers: { 200: contract.onceState },
    handle: async (context, { query }) => ({ status: 200, body: await onceState(context, query.token) }),
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/sign-in/once",
    summary: "Use the one-time link: make the first admin, or sign in as the earliest one",
    action: "public",
    body: contract.onceUse,
    answers: { 204: null, 409: problem, 410: problem },
    handle: async (context, { body, request, address }) =>
      cookieAnswer(await useOnce(context, body, { request, address })),
  }),
];
