import { z } from "zod";
import { problem } from "#lib/contract/common.ts";
import { limits } from "#lib/domain/limits.ts";
import { problemKinds } from "./errors.ts";
import { pathTemplate } from "./path-template.ts";
import type { AnswerSpec, RouteSpec } from "./route.ts";

type Json = Record<string, unknown>;

/**
 * The OpenAPI 3.1 document of the routes. Schemas are JSON Schema 2020-12, which is what 3.1 speaks, straight
 * from the zod schemas that check the requests; inputs are described before defaults, answers after them.
 */
export function openapiDocument(specs: readonly RouteSpec[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const spec of specs) {
    const path = pathTemplate(spec.path).openapi;
    paths[path] = { ...paths[path], [spec.method]: operation(spec) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Locksmith",
      version,
      description: `Times ending in At are epoch milliseconds of the server, durations end in Ms. Errors are RFC 9457 problem documents with a code of a closed set. Bodies may have ${limits.bodyMaxBytes} bytes.`,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    jsonSchemaDialect: "https://json-schema.org/draft/2020-12/schema",
    paths,
    components: {
      schemas: { Problem: jsonSchema(problem, "output") },
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          description: "An API token, or a token of the data folder.",
        },
        session: {
          type: "apiKey",
          in: "cookie",
          name: "locksmith_SERVER",
          description:
            "Set by sign-in; SERVER differs from server to server. Writes with it need the header X-Locksmith: 1.",
        },
      },
    },
  };
}

function operation(spec: RouteSpec): Json {
  return {
    summary: spec.summary,
    operationId: operationId(spec),
    description: `Rights: ${spec.action}.`,
    ...(spec.action === "public" ? { security: [] } : { security: [{ token: [] }, { session: [] }] }),
    parameters: [...parameters(spec.params, "path", spec), ...parameters(spec.query, "query", spec)],
    ...(spec.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { "application/json": { schema: jsonSchema(spec.body, "input") } },
          },
        }),
    responses: responses(spec),
  };
}

function operationId(spec: RouteSpec): string {
  const words = spec.path.replace(/^\/(api\/v1\/)?/, "").replace(/[{}]|\.\.\./g, "");
  return `${spec.method}-${words}`.replace(/[^a-zA-Z0-9]+/g, "-").replace(/-$/, "");
}

function parameters(schema: z.ZodType | undefined, where: "path" | "query", spec: RouteSpec): Json[] {
  if (schema === undefined) return [];
  const object = jsonSchema(schema, "input");
  const required = (object["required"] as string[] | undefined) ?? [];
  return Object.entries((object["properties"] ?? {}) as Record<string, Json>).map(([name, property]) => ({
    name,
    in: where,
    required: where === "path" || required.includes(name),
    schema: property,
    ...(spec.path.includes(`{${name}...}`)
      ? { description: "Percent-encoded; slashes in it may stay as they are." }
      : {}),
  }));
}

function responses(spec: RouteSpec): Json {
  const list: Json = {};
  for (const [status, answer] of Object.entries(spec.answers))
    list[status] = response(Number(status), answer);
  list["default"] ??= problemAnswer("Any other outcome.");
  return list;
}

function response(status: number, answer: AnswerSpec): Json {
  if (answer === null) return { description: "Done; no body." };
  if (typeof answer === "string") {
    return { description: answer, content: { [answer]: { schema: { type: "string" } } } };
  }
  if (answer === problem) return problemAnswer(titlesOf(status));
  return { description: "Done.", content: { "application/json": { schema: jsonSchema(answer, "output") } } };
}

function titlesOf(status: number): string {
  const titles = Object.entries(problemKinds).filter(([, kind]) => kind.status === status);
  return `${titles.map(([code]) => code).join(", ")}.`;
}

function problemAnswer(description: string): Json {
  return {
    description,
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  };
}

function jsonSchema(schema: z.ZodType, io: "input" | "output"): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: "draft-2020-12", io, reused: "inline" });
  return rest;
}
