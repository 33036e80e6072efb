import { configCalls, readContent } from "#lib/client/configs.ts";
import type { Api } from "#lib/client/http.ts";
import type { SpecInput } from "#lib/client/operations.ts";
import { apiPaths } from "#lib/client/paths.ts";
import type { ConfigDetail } from "#lib/contract/configs.ts";
import type { DrillPace } from "#lib/domain/drill/drill.ts";
import type { TelemetryRule } from "#lib/domain/operations/canary-spec.ts";
import { stageNames } from "#lib/drill/stage.ts";

const drones = 3;
const bakeMs: Record<DrillPace, number> = { real: 20_000, brisk: 8_000, fast: 2_000 };

/** By these a shadow passes or fails: a drone that is well has a heart rate of about 60, and keeps its path to half a metre. */
export const canaryRules: readonly TelemetryRule[] = [
  { metric: "heart_rate", kind: "limit", min: 45, max: 95, against: null, maxDeviationPercent: null },
  {
    metric: "trajectory_deviation",
    kind: "limit",
    min: null,
    max: 1,
    against: null,
    maxDeviationPercent: null,
  },
];

/**
 * A version on trial and three drones for it, each of another patrol; null while there are not so many. The version is
 * uploaded where there is none that was not promoted.
 */
export async function chooseCanary(api: Api, pace: DrillPace): Promise<SpecInput | null> {
  const name = stageNames.resource;
  const config = await api.get<ConfigDetail>(apiPaths.config(name));
  const nodes = threeOf(config);
  const [first] = nodes;
  if (first === undefined || nodes.length < drones) return null;
  if (config.promoted === null) {
    // What all of them run is what is meant: without it there would be nothing to come back to.
    await configCalls(api).import(name, first, "What the whole fleet runs is the version to come back to.");
    return null;
  }
  const version = await versionOnTrial(api, config, config.promoted);
  return {
    kind: "canary",
    config: name,
    version,
    targets: { by: "nodes", nodes },
    percents: [50, 100],
    bakeMs: bakeMs[pace],
    rules: [...canaryRules],
    promoteByHand: true,
  };
}

function threeOf({ nodeList }: ConfigDetail): string[] {
  const byPatrol = new Map<string, string>();
  for (const { node, group, kind, here, running } of nodeList) {
    if (kind === "drone" && here && running !== null && !byPatrol.has(group)) byPatrol.set(group, node);
  }
  return [...byPatrol.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .slice(0, drones)
    .map(([, node]) => node);
}

/** The newest one that was uploaded and not promoted; it is uploaded where there is none. */
export async function versionOnTrial(api: Api, config: ConfigDetail, promoted: number): Promise<number> {
  const promotedHash = config.versionList.find(({ version }) => version === promoted)?.hash;
  const newest = config.versionList.find(({ origin }) => origin === "upload");
  if (newest !== undefined && newest.version > promoted && newest.hash !== promotedHash)
    return newest.version;
  const content = await readContent(api, config.name, promoted);
  const reason = "A slower aim, to see whether the fleet still takes a version.";
  const { version } = await configCalls(api).upload(
    config.name,
    `${content.trimEnd()}\naim_rate = 0.8\n`,
    reason,
  );
  return version.version;
}
