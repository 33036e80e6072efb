import { apiPaths } from "#lib/client/paths.ts";
import type { CurrentDrill } from "#lib/contract/drills.ts";
import type { IncidentDetail } from "#lib/contract/incidents.ts";
import type { OperationList } from "#lib/contract/operations.ts";
import type { DrillPace } from "#lib/domain/drill/drill.ts";
import { NotSeen, type Stage, stageNames } from "#lib/drill/stage.ts";

/** How long an owner who may be alive stays silent when nobody looks, from the page on. */
const patienceMs: Record<DrillPace, number> = { real: 240_000, brisk: 90_000, fast: 45_000 };

/**
 * Waits until somebody looked at what stands in the way (wrote into the incident what they found, or planned a clear), or
 * until it has taken long enough.
 */
export async function untilLooked(stage: Stage): Promise<void> {
  await stage.until("a page", async () => stage.actState("page") !== "pending", Number.POSITIVE_INFINITY);
  try {
    await stage.until("somebody to look", () => hasLooked(stage), patienceMs[stage.options.pace]);
  } catch (error) {
    if (!(error instanceof NotSeen)) throw error;
  }
  // Time to see that a clear stays shut.
  await stage.linger(30_000);
}

async function hasLooked({ api }: Stage): Promise<boolean> {
  const query = { kind: "clear", q: stageNames.resource };
  const { items } = await api.fleet.get<OperationList>(apiPaths.operations, { query });
  if (items.some(({ resource }) => resource === stageNames.resource)) return true;
  const { drill } = await api.fleet.get<CurrentDrill>(apiPaths.currentDrill);
  if (drill?.incidentId == null) return false;
  const { notes, acknowledged } = await api.fleet.get<IncidentDetail>(apiPaths.incident(drill.incidentId));
  // What was said with the acknowledgement is no finding.
  return notes.some(({ at }) => at !== acknowledged?.at);
}
