import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import type {
  ConfigDetail,
  ConfigList,
  ConfigTelemetry,
  ImportedConfig,
  UploadedConfig,
} from "#lib/contract/configs.ts";
import { type Api, browserApi, ProblemError } from "./http.ts";
import { apiPaths } from "./paths.ts";
import { queryKeys } from "./query-keys.ts";

const listEveryMs = 10_000;
const detailEveryMs = 5_000;
const telemetryEveryMs = 2_000;

/** A problem that the server stated will not go away by asking again; silence may. */
function retry(failures: number, error: Error): boolean {
  return failures < 2 && !(error instanceof ProblemError && error.status < 500);
}

/** Configurations whose names have all words of `q`. */
export function configsQuery(q: string, api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.configs(q),
    queryFn: ({ signal }) => api.get<ConfigList>(apiPaths.configs, { query: { q, limit: 500 }, signal }),
    refetchInterval: listEveryMs,
    retry,
  });
}

/** One configuration with its versions and nodes. */
export function configQuery(name: string, api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.config(name),
    queryFn: ({ signal }) => api.get<ConfigDetail>(apiPaths.config(name), { signal }),
    refetchInterval: detailEveryMs,
    retry,
  });
}

/** The content of a version, as text. */
export function configContentQuery(name: string, version: number, api: Api = browserApi) {
  return queryOptions({
    queryKey: queryKeys.configContent(name, version),
    queryFn: ({ signal }) => readContent(api, name, version, signal),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: version > 0,
    retry,
  });
}

/** The content of a version, as text, for a shell. */
export async function readContent(
  api: Api,
  name: string,
  version: number,
  signal?: AbortSignal,
): Promise<string> {
  const response = await api.open(apiPaths.configContent(name, version), { signal });
  return response.text();
}

/** What nodes measured lately; `nodes` sorted, because they are the key. */
export function configTelemetryQuery(
  name: string,
  nodes: readonly string[],
  minutes: number,
  api: Api = browserApi,
) {
  return queryOptions({
    queryKey: queryKeys.configTelemetry(name, nodes, minutes),
    queryFn: ({ signal }) =>
      api.get<ConfigTelemetry>(`${apiPaths.config(name)}/telemetry`, {
        query: { nodes: nodes.join(","), minutes },
        signal,
      }),
    enabled: nodes.length > 0,
    refetchInterval: telemetryEveryMs,
    retry,
  });
}

/** What can be written of configurations; what changes nodes is an operation. */
export function configCalls(api: Api = browserApi) {
  return {
    upload: (name: string, content: string, reason: string) =>
      api.send<UploadedConfig>("POST", `${apiPaths.config(name)}/versions`, { content, reason }),
    import: (name: string, node: string, reason: string) =>
      api.send<ImportedConfig>("POST", `${apiPaths.config(name)}/import`, { node, reason }),
  };
}

export function uploadConfigMutation(queryClient: QueryClient) {
  return mutationOptions({
    mutationFn: ({ name, content, reason }: { name: string; content: string; reason: string }) =>
      configCalls().upload(name, content, reason),
    onSuccess: ({ config }) => again(queryClient, config),
  });
}

export function importConfigMutation(queryClient: QueryClient) {
  return mutationOptions({
    mutationFn: ({ name, node, reason }: { name: string; node: string; reason: string }) =>
      configCalls().import(name, node, reason),
    onSuccess: ({ config }) => again(queryClient, config),
  });
}

async function again(queryClient: QueryClient, name: string): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: queryKeys.config(name) }),
    queryClient.invalidateQueries({ queryKey: ["configs"] }),
  ]);
}
