import { configCalls } from "#lib/client/configs.ts";
import { apiPaths, configHref } from "#lib/client/paths.ts";
import type { ConfigDetail } from "#lib/contract/configs.ts";
import { versionOnTrial } from "#lib/drill/players/canary-choice.ts";
import { type Stage, stageNames } from "#lib/drill/stage.ts";

const { resource } = stageNames;

/**
 * Prepares what a canary needs, as a person of the drill: the version that the fleet runs is the one to come back to, and
 * a newer one is there to be tried. What people promoted or uploaded already is left. Nobody writes the file any more when
 * this is done, so that it stays so.
 */
export async function makePromoted(stage: Stage): Promise<void> {
  const { commander } = stage.api;
  const read = () => commander.get<ConfigDetail>(apiPaths.config(resource));
  let config = await stage.until("the version that the fleet runs", async () => {
    const now = await read();
    return mostRun(now) === null ? null : now;
  });
  if (config.promoted === null) {
    const from = await stage.until("the promoted version", async () => {
      const now = await read();
      const node = now.promoted === null ? mostRun(now) : null;
      if (node !== null) {
        await configCalls(commander).import(
          resource,
          node,
          "What the fleet runs is the version to come back to.",
        );
      }
      return (await read()).promoted;
    });
    stage.say(
      "done",
      `The version that the fleet runs, ${from}, was made the promoted one: a canary comes back to it.`,
      configHref(resource),
    );
    config = await read();
  }
  const trial = await versionOnTrial(commander, config, config.promoted ?? 0);
  stage.say(
    "look",
    `For a canary press “Start a canary…”, choose the newest version, ${trial}, and three drones: by hand, or spread over the fleet.`,
    configHref(resource),
  );
}

/** A node with the version that most nodes run; null where none is known. The guardian's own host before others. */
function mostRun({ versionList, nodeList }: ConfigDetail): string | null {
  const [most] = [...versionList].sort((a, b) => b.nodes - a.nodes);
  if (most === undefined || most.nodes === 0) return null;
  const running = nodeList.filter(({ here, running: now }) => here && now?.version === most.version);
  return (running.find(({ node }) => node === stageNames.lockNode) ?? running[0])?.node ?? null;
}
