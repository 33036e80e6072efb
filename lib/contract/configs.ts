import { z } from "zod";
import { limits } from "#lib/domain/limits.ts";
import { lockStates } from "#lib/domain/states.ts";
import { at, hostText, listOf, pageQuery, shortName } from "./common.ts";
import { eventRow } from "./rows.ts";

/** One version, without its content. */
export const configVersionRow = z.object({
  version: z.number().int(),
  /** SHA-256 of the content's UTF-8 bytes, hexadecimal. */
  hash: z.string(),
  sizeBytes: z.number().int(),
  author: z.string(),
  reason: z.string(),
  createdAt: at,
  origin: z.enum(["upload", "import", "seen"]),
  /** Where it came from, unless it was uploaded. */
  node: z.string().nullable(),
  /** Who took over what was found on a node as what is meant, and why; author and time stay those of the content. */
  imported: z.object({ by: z.string(), reason: z.string(), at, node: z.string() }).nullable(),
  /** Nodes that run it now. */
  nodes: z.number().int(),
});
export type ConfigVersionRow = z.infer<typeof configVersionRow>;

/** How a configuration stands on one node. */
export const nodeConfigRow = z.object({
  node: z.string(),
  group: z.string(),
  kind: z.string(),
  /** Its agent is heard of. */
  here: z.boolean(),
  path: z.string(),
  running: z.object({ hash: z.string(), version: z.number().int().nullable() }).nullable(),
  shadow: z
    .object({
      version: z.number().int(),
      state: z.enum(["accepted", "refused", "failed"]),
      reason: z.string().nullable(),
    })
    .nullable(),
  /** By the host's own clock, for display alone. */
  touchedAt: z.number().int().nullable(),
  touchedBy: z.string().nullable(),
  trouble: z.string().nullable(),
  can: z.array(z.string()),
  reportedAt: at,
});
export type NodeConfigRow = z.infer<typeof nodeConfigRow>;

export const configRow = z.object({
  name: z.string(),
  promoted: z.number().int().nullable(),
  /** 0: no version is known yet. */
  latest: z.number().int(),
  versions: z.number().int(),
  nodes: z.number().int(),
  /** Nodes whose running content is not that of the promoted version. */
  drifted: z.number().int(),
  troubles: z.number().int(),
  /** The worst state of the locks of this name; null where there are none. */
  lockState: z.enum(lockStates).nullable(),
  /** The canary under way. */
  canaryId: z.string().nullable(),
  changedAt: at,
});
export type ConfigRow = z.infer<typeof configRow>;

/** GET /api/v1/configs */
export const configQuery = pageQuery.extend({ q: z.string().max(500).optional() });
export const configList = listOf(configRow);
export type ConfigList = z.infer<typeof configList>;

/** GET /api/v1/configs/{name} : versions newest first, the last 500 of them. */
export const configDetail = configRow.extend({
  versionList: z.array(configVersionRow),
  nodeList: z.array(nodeConfigRow),
  history: z.array(eventRow),
});
export type ConfigDetail = z.infer<typeof configDetail>;

const reason = z.string().max(limits.reasonMaxChars);

/** POST /api/v1/configs/{name}/versions : its first version makes the configuration. */
export const uploadConfig = z.strictObject({ content: z.string(), reason });
/** `created` is false when the newest version has this content already: nothing was stored. */
export const uploadedConfig = z.object({
  config: z.string(),
  created: z.boolean(),
  version: configVersionRow,
});
export type UploadedConfig = z.infer<typeof uploadedConfig>;

/** POST /api/v1/configs/{name}/import : the version that this node runs is taken over as an intended one. */
export const importConfig = z.strictObject({ node: shortName, reason });
/** `promoted`: it is the version to come back to, because there was none. */
export const importedConfig = z.object({
  config: z.string(),
  promoted: z.boolean(),
  version: configVersionRow,
});
export type ImportedConfig = z.infer<typeof importedConfig>;

/** GET /api/v1/configs/{name}/telemetry?nodes=a,b&minutes= */
export const telemetryQuery = z.object({
  nodes: hostText(20_000).default(""),
  minutes: z.coerce.number().int().min(1).max(1_440).default(15),
});
const pointAt = z.tuple([at, z.number()]);
export const telemetrySeries = z.object({
  node: z.string(),
  metric: z.string(),
  running: z.array(pointAt),
  shadow: z.array(pointAt),
});
export type TelemetrySeries = z.infer<typeof telemetrySeries>;
/** The running values of all nodes of a group that were not asked for: lowest, median, highest by time. */
export const telemetryBand = z.object({
  group: z.string(),
  metric: z.string(),
  nodes: z.number().int(),
  points: z.array(z.tuple([at, z.number(), z.number(), z.number()])),
});
export type TelemetryBand = z.infer<typeof telemetryBand>;
export const configTelemetry = z.object({
  serverAt: at,
  everyMs: z.number().int(),
  series: z.array(telemetrySeries),
  bands: z.array(telemetryBand),
});
export type ConfigTelemetry = z.infer<typeof configTelemetry>;
