import { expect, test } from "vitest";
import { allRoutes } from "#lib/server/all-routes.ts";

/** What nobody of a drill may ever write: a route that is added says which names it writes, or is put here on purpose. */
const realAlone = [
  "delete /api/v1/accounts/{id}",
  "delete /api/v1/accounts/{id}/sessions",
  "delete /api/v1/me/sessions/{id}",
  "delete /api/v1/page-targets/{id}",
  "delete /api/v1/tokens/{id}",
  "delete /api/v1/views/{id}",
  "patch /api/v1/accounts/{id}",
  "patch /api/v1/page-targets/{id}",
  "patch /api/v1/views/{id}",
  "post /api/v1/accounts",
  "post /api/v1/drills",
  "post /api/v1/me/password",
  "post /api/v1/page-targets",
  "post /api/v1/page-targets/{id}/test",
  "post /api/v1/tokens",
  "post /api/v1/views",
];

test("each route that writes says which names, or is closed to whoever belongs to a drill", () => {
  const routes = allRoutes(() => {
    throw new Error("no metrics here");
  });
  const open = new Set(["public", "signed-in", "read"]);
  const unnamed = routes.filter(
    ({ method, action, names }) => method !== "get" && !open.has(action) && names === undefined,
  );
  expect(unnamed.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(realAlone);
});
