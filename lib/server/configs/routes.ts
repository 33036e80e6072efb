import { z } from "zod";
import { problem, resourceName } from "#lib/contract/common.ts";
import * as contract from "#lib/contract/configs.ts";
import { defineRoute, type RouteSpec } from "#lib/server/http/route.ts";
import { contentAnswer } from "./content-answer.ts";
import { importConfig } from "./import-config.ts";
import { listConfigs } from "./list-configs.ts";
import { readConfig, readVersion } from "./read-config.ts";
import { readTelemetry } from "./read-telemetry.ts";
import { uploadConfig } from "./upload-config.ts";

const named = z.object({ name: resourceName });
const versioned = z.object({ name: resourceName, version: z.coerce.number().int().positive() });
const read = { 401: problem, 404: problem, 422: problem };
const written = { ...read, 403: problem, 409: problem, 503: problem };

/** Configurations: versions, contents, nodes; what changes them on nodes is an operation. */
export const configRoutes: RouteSpec[] = [
  defineRoute({
    method: "get",
    path: "/api/v1/configs",
    summary: "Configurations, by name",
    action: "read",
    query: contract.configQuery,
    answers: { 200: contract.configList, 401: problem, 422: problem },
    handle: async (context, { query }) => ({ status: 200, body: listConfigs(context, query) }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/configs/{name}",
    summary: "One configuration: its versions, and how it stands on each node",
    action: "read",
    params: named,
    answers: { 200: contract.configDetail, ...read },
    handle: async (context, { params }) => ({ status: 200, body: await readConfig(context, params.name) }),
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/configs/{name}/versions",
    summary: "Upload a version; nothing runs it before a canary",
    action: "config.write",
    names: ({ params }) => [params.name],
    params: named,
    body: contract.uploadConfig,
    answers: { 200: contract.uploadedConfig, 201: contract.uploadedConfig, ...written },
    handle: async (context, { actor, params, body }) => {
      const uploaded = await uploadConfig(context, actor, params.name, body);
      return uploaded.created ? { status: 201, body: uploaded } : { status: 200, body: uploaded };
    },
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/configs/{name}/versions/{version}/content",
    summary: "The content of one version, as it was",
    action: "read",
    names: ({ params }) => [params.name],
    params: versioned,
    answers: { 200: "text/plain", ...read },
    handle: async (context, { params }) =>
      contentAnswer(await readVersion(context, params.name, params.version)),
  }),
  defineRoute({
    method: "post",
    path: "/api/v1/configs/{name}/import",
    summary: "Take over what a node runs as a version that is meant",
    action: "config.write",
    names: ({ params, body }) => [params.name, body.node],
    params: named,
    body: contract.importConfig,
    answers: { 200: contract.importedConfig, ...written },
    handle: async (context, { actor, params, body }) => ({
      status: 200,
      body: await importConfig(context, actor, params.name, body),
    }),
  }),
  defineRoute({
    method: "get",
    path: "/api/v1/configs/{name}/telemetry",
    summary: "What nodes measured lately, beside the rest of their groups",
    action: "read",
    params: named,
    query: contract.telemetryQuery,
    answers: { 200: contract.configTelemetry, ...read },
    handle: async (context, { params, query }) => ({
      status: 200,
      body: readTelemetry(context, params.name, query),
    }),
  }),
];
