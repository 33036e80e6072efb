import * as contract from "#lib/contract/accounts.ts";
import { problem } from "#lib/contract/common.ts";
import { defineRoute, type RouteSpec } from "#lib/server/http/route.ts";
import { displayStanding } from "./display-standing.ts";
import { enterDisplay } from "./enter-display.ts";

/** How a browser becomes a display and stops being one; open to everybody, so each verb checks for itself. */
export const displayRoutes: RouteSpec[] = [
  defineRoute({
    method: "post",
    path: "/api/v1/displays/enter",
    summary: "Exchange the secret of a display's link for a cookie that reads and does nothing else",
    action: "public",
    body: contract.enterDisplay,
    answers: { 200: contract.me, 401: problem, 403: problem, 410: problem, 422: problem, 429: problem },
    handle: async (context, { body, request, address }) => {
      const { cookie, me } = await enterDisplay(context, body.secret, { request, address });
      return { status: 200, body: me, headers: { "set-cookie": cookie } };
    },
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/displays/leave",
    summary: "Make the browser forget that it is a display; the token stays good for others",
    action: "public",
    answers: { 204: null, 403: problem },
    handle: async ({ auth }) => ({ status: 204, headers: { "set-cookie": auth.displays.clear() } }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/displays/mine",
    summary: "What became of the display that this browser is",
    action: "public",
    answers: { 200: contract.displayStanding },
    handle: async (context, { request }) => ({
      status: 200,
      body: await displayStanding(context, request.headers),
    }),
  }),
];
