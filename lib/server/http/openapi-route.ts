import { z } from "zod";
import { problem } from "#lib/contract/common.ts";
import { openapiDocument } from "./openapi.ts";
import { defineRoute, type RouteSpec } from "./route.ts";

/** The contract itself, made once from the routes that it describes. */
export function openapiRoute(specs: () => readonly RouteSpec[]): RouteSpec {
  let document: Record<string, unknown> | null = null;
  return defineRoute({
    method: "get",
    path: "/api/v1/openapi.json",
    summary: "This contract, OpenAPI 3.1",
    action: "public",
    answers: { 200: z.record(z.string(), z.unknown()), 500: problem },
    handle: async (context) => {
      document ??= openapiDocument(specs(), context.version);
      return { status: 200, body: document };
    },
  });
}
